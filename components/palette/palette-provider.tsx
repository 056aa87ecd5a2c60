'use client';

import type { ComponentType, ReactNode } from 'react';
import { useEffect, useMemo, useState } from 'react';
import { PaletteContext } from './palette-context.ts';

type Overlay = 'palette' | 'shortcuts';
type Overlays = Record<Overlay, ComponentType<{ onClose: () => void }>>;

/** Both together: they are small, and whoever asks for one asks for it now. */
async function loadOverlays(): Promise<Overlays> {
  const [{ Palette }, { Shortcuts }] = await Promise.all([
    import('./palette.tsx'),
    import('#components/shortcuts/shortcuts.tsx'),
  ]);
  return { palette: Palette, shortcuts: Shortcuts };
}

/**
 * ⌘K and `?`, on every page of who is signed in. The code comes once the page has nothing else to do, so that the palette
 * opens at the press and no page waits for it.
 */
export function PaletteProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<Overlay | null>(null);
  const [loaded, setLoaded] = useState<Overlays | null>(null);
  const isWanted = open !== null;
  const overlays = useMemo(
    () => ({ openPalette: () => setOpen('palette'), openShortcuts: () => setOpen('shortcuts') }),
    [],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const pressed = overlayOf(event);
      if (pressed === null) return;
      event.preventDefault();
      setOpen((known) => (known === pressed ? null : pressed));
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => {
    if (loaded !== null) return;
    // A failure is no news: the next press asks again.
    const load = () => void loadOverlays().then(setLoaded, () => setOpen(null));
    if (isWanted) load();
    else return whenIdle(load);
  }, [loaded, isWanted]);
  const Shown = open === null ? undefined : loaded?.[open];
  return (
    <PaletteContext value={overlays}>
      {children}
      {Shown !== undefined && <Shown onClose={() => setOpen((known) => (known === open ? null : known))} />}
    </PaletteContext>
  );
}

function overlayOf(event: KeyboardEvent): Overlay | null {
  const { key, metaKey, ctrlKey, altKey, shiftKey } = event;
  if (key.toLowerCase() === 'k' && metaKey !== ctrlKey && !altKey && !shiftKey) return 'palette';
  return key === '?' && !metaKey && !ctrlKey && !altKey && !isWriting(event.target) ? 'shortcuts' : null;
}

/** Where `?` is a question mark. */
function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

/** Not every browser says when it is idle; then a while after the page has come is as good. */
function whenIdle(load: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(load, 2_000);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(load, { timeout: 5_000 });
  return () => cancelIdleCallback(handle);
}
