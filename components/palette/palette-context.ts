import { createContext, use } from 'react';

interface Overlays {
  openPalette(): void;
  openShortcuts(): void;
}

const nothing = () => undefined;

export const PaletteContext = createContext<Overlays>({ openPalette: nothing, openShortcuts: nothing });

export function usePalette(): Overlays {
  return use(PaletteContext);
}
