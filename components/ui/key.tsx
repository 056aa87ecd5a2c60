/** A key, as it stands on the keyboard. */
export function Key({ children }: { children: string }) {
  return (
    <kbd className="rounded-[3px] border border-line px-1 [font:500_11px/16px_var(--font-text)] text-ink-3">
      {children}
    </kbd>
  );
}
