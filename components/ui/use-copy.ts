'use client';

import { useEffect, useState } from 'react';

/** How long "Copied" stands in the button's place. */
const shownMs = 2_000;

export function useCopy(what: string): { isCopied: boolean; copy: () => void } {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  // Without a secure address there is no clipboard; the text can still be selected, so nothing is said.
  const copy = () =>
    void navigator.clipboard?.writeText(what).then(
      () => setCopied(true),
      () => undefined,
    );
  return { isCopied, copy };
}
