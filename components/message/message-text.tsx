/** Plain text with its own breaks; an empty line is a paragraph. */
export function MessageText({ children }: { children: string }) {
  return (
    <div className="grid gap-3 type-read wrap-anywhere">
      {children
        .trim()
        .split(/\n{2,}/)
        .map((paragraph, index) => (
          <p key={index} className="whitespace-pre-wrap">
            {paragraph}
          </p>
        ))}
    </div>
  );
}
