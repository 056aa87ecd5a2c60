/** A person's mark: round, with initials. Always beside a name, so it says nothing to a screen reader. */
export function PersonMark({ name, isSmall = false, className = '' }: PersonMarkProps) {
  return (
    <span
      aria-hidden="true"
      className={`inline-grid flex-none place-items-center rounded-person bg-selected text-ink ${isSmall ? 'size-5 type-initials-small' : 'size-7 type-initials'} ${className}`}
    >
      {initials(name)}
    </span>
  );
}

interface PersonMarkProps {
  name: string;
  isSmall?: boolean;
  className?: string;
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')];
  const letters = words.length > 1 ? [first[0], [...(words.at(-1) ?? '')][0]] : first.slice(0, 2);
  return letters.join('').toUpperCase();
}
