'use client';

import { useEffect, useState } from 'react';
import type { Appearance } from '#components/look/appearance.ts';
import { chooseAppearance, shownAppearance } from '#components/look/appearance.ts';

/** The choices as the page's root carries them. The server's are only for the first paint: going back may bring old ones. */
export function useAppearance(atFirst: Appearance) {
  const [appearance, setAppearance] = useState(atFirst);
  useEffect(() => setAppearance(shownAppearance(document.documentElement)), []);

  function choose(change: Partial<Appearance>) {
    const chosen = { ...appearance, ...change };
    chooseAppearance(document.documentElement, chosen);
    setAppearance(chosen);
  }
  return { appearance, choose };
}
