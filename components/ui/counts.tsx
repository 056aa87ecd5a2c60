/** What has arrived: ink. The hidden word is its meaning to who can't see the square. */
export function CountBadge({ count, word }: { count: number; word: string }) {
  return (
    <span className="inline-grid h-4 min-w-[18px] flex-none place-items-center rounded-flag bg-fill px-[5px] type-micro digits text-on-fill">
      {count > 999 ? '999+' : count}
      <span className="sr-only"> {word}</span>
    </span>
  );
}

/** What waits for you: the yellow square, the one sign of it everywhere. */
export function AskBadge({ count, word }: { count: number; word?: string }) {
  return (
    <span className="inline-grid h-4 min-w-4 flex-none place-items-center rounded-flag bg-signal px-1 type-ask text-on-signal inset-ring inset-ring-signal-edge in-data-[theme=dark]:inset-ring-0">
      {count}
      {word !== undefined && <span className="sr-only"> {word}</span>}
    </span>
  );
}
