'use client';

import type { ComponentType } from 'react';
import { useEffect, useState } from 'react';

/**
 * A part that few need at first: its code comes when it is first drawn, and until then nothing stands there. Without a
 * network it stays away instead of taking the page down, and is asked for again the next time.
 */
export function late<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Late(props: P) {
    const [Part, setPart] = useState(() => loaded);
    useEffect(() => {
      if (Part !== null) return;
      let isThere = true;
      load().then(
        (part) => {
          loaded = part;
          if (isThere) setPart(() => part);
        },
        () => undefined,
      );
      return () => void (isThere = false);
    }, [Part]);
    return Part === null ? null : <Part {...props} />;
  };
}
