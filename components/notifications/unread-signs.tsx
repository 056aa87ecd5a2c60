'use client';

import { useEffect, useRef } from 'react';
import { useUnreadTotal } from '#components/data/unread.ts';
import { useSettled } from '#components/data/use-settled.ts';
import { useLiveList } from '#components/realtime/use-live-list.ts';
import { showAppBadge } from './app-badge.ts';
import { HeadSigns } from './head-signs.ts';
import { useWorkerCalls } from './use-worker-calls.ts';
import { useWorkerNews } from './use-worker-news.ts';

/** Keeps the list true on every page of who is signed in, and says the same number wherever a number is said. */
export function UnreadSigns() {
  useLiveList();
  useWorkerNews();
  useWorkerCalls();
  const total = useUnreadTotal();
  const settled = useSettled(total ?? 0, total ?? 0);
  // Never at once: the page's title comes to life after this.
  const inHead = useSettled(total ?? 0);
  const isKnown = total !== null;
  const signs = useRef<HeadSigns | null>(null);
  useEffect(() => {
    const made = (signs.current = new HeadSigns());
    return () => made.end();
  }, []);
  useEffect(() => {
    if (isKnown) showAppBadge(settled);
  }, [isKnown, settled]);
  useEffect(() => signs.current?.show(inHead), [inHead]);
  return null;
}
