'use client';

import { Search } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { text } from '#components/text/text.ts';
import { Key } from '#components/ui/key.tsx';
import { usePalette } from './palette-context.ts';

/** Looks like the field that it opens. */
export function FindButton({ onLeave }: { onLeave?: () => void }) {
  const { openPalette } = usePalette();
  const key = usePaletteKey();
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => {
        onLeave?.();
        openPalette();
      }}
      className="mx-3 mb-2 flex min-h-(--h-control) flex-none items-center gap-2 rounded-control border border-line bg-paper px-2.5 type-ui text-ink-3 hover:border-line-strong hover:text-ink-2"
    >
      <Search aria-hidden="true" className="size-4" strokeWidth={1.75} />
      <span className="min-w-0 flex-1 truncate text-start">{text.shell.find}</span>
      <span aria-hidden="true" className="max-md:hidden pointer-coarse:hidden">
        <Key>{key}</Key>
      </span>
    </button>
  );
}

/** As this keyboard names it. The server can't know, and shows what most have. */
function usePaletteKey(): string {
  return useSyncExternalStore(
    () => () => undefined,
    () => (/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘K' : 'Ctrl K'),
    () => 'Ctrl K',
  );
}
