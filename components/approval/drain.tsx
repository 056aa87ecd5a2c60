'use client';

import { useEffect, useRef } from 'react';
import { serverTime, useServerOffset } from '#components/data/server-time.ts';

/** The line in the head that runs empty. The browser moves it; who wants no motion has the numbers. */
export function Drain({ from, until }: { from: number; until: number }) {
  const line = useRef<HTMLSpanElement>(null);
  const offset = useServerOffset();
  useEffect(() => {
    const left = Math.max(0, until - serverTime.now());
    const share = Math.min(1, left / Math.max(1, until - from));
    const draining = line.current?.animate([{ transform: `scaleX(${share})` }, { transform: 'scaleX(0)' }], {
      duration: left,
      fill: 'forwards',
    });
    return () => draining?.cancel();
  }, [from, until, offset]);
  return (
    <span aria-hidden="true" className="mx-3 block h-0.5 bg-on-signal/25 motion-reduce:invisible">
      <span ref={line} className="block h-full origin-left bg-on-signal" />
    </span>
  );
}
