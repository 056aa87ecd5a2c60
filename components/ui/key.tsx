/** A key, as it stands on the keyboard. */
export function Key({ children }: { children: string }) {
  return (
    <kbd className="rounded-[3px] border border-line px-1 font-text text-[11px]/[16px] font-medium text-ink-3">
      {children}
    </kbd>
  );
}
