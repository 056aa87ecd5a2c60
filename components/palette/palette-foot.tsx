import { paletteText } from '#components/text/palette-text.ts';
import { Key } from '#components/ui/key.tsx';

/** For whoever sees the keys; a screen reader says by itself what a field with a list can do. */
export function PaletteFoot() {
  return (
    <footer
      aria-hidden="true"
      className="flex flex-none gap-4 border-t border-line px-4 py-2 type-caption text-ink-3 max-md:hidden pointer-coarse:hidden"
    >
      <span>
        <Key>↑</Key> <Key>↓</Key> {paletteText.choose}
      </span>
      <span>
        <Key>⏎</Key> {paletteText.open}
      </span>
      <span>
        <Key>esc</Key> {paletteText.close}
      </span>
    </footer>
  );
}
