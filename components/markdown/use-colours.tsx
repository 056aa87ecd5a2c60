'use client';

import type { ReactNode } from 'react';
import { useEffect, useMemo, useState } from 'react';
import type { colour } from './colours.tsx';

/** Longer code stays in ink: nobody reads it for its colours, and it would hold up the page. */
const colouredMax = 50_000;

let loaded: typeof colour | null = null;

/** The code in its voices once the grammars are there; null until then, and for languages that they don't know. */
export function useColours(code: string, language: string | null): ReactNode {
  const isWanted = language !== null && code.length <= colouredMax;
  const [paint, setPaint] = useState(() => loaded);
  useEffect(() => {
    if (!isWanted || paint !== null) return;
    let isThere = true;
    // Without them it is code all the same.
    import('./colours.tsx')
      .then((module) => {
        loaded = module.colour;
        if (isThere) setPaint(() => module.colour);
      })
      .catch(() => undefined);
    return () => void (isThere = false);
  }, [isWanted, paint]);
  return useMemo(() => (isWanted && paint !== null ? paint(code, language) : null), [code, isWanted, language, paint]);
}
