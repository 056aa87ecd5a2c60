'use client';

import type { ComponentType } from 'react';
import { useEffect, useState } from 'react';

/** Without a network nothing comes: asked for again so often that it stands there soon after the network does. */
const againMs = 2_000;

/** A part whose code comes after the page's: most of them only when they are first drawn. Never takes the page down. */
export function late<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Late(props: P) {
    // A component is a function, and state would call it.
    const [Part, setPart] = useState<ComponentType<P> | null>(() => loaded);
    useEffect(() => {
      if (Part !== null) return;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let isThere = true;
      const ask = async () => {
        const part = await load().catch(() => null);
        loaded = part ?? loaded;
        if (!isThere) return;
        if (part === null) timer = setTimeout(() => void ask(), againMs);
        else setPart(() => part);
      };
      void ask();
      return () => {
        isThere = false;
        clearTimeout(timer);
      };
    }, [Part]);
    return Part === null ? null : <Part {...props} />;
  };
}
