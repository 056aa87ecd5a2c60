'use client';

import { useEffect, useRef } from 'react';
import { useUnreadTotal } from '#components/data/unread.ts';
import { useLiveList } from '#components/realtime/use-live-list.ts';
import { showAppBadge } from './app-badge.ts';
import { HeadSigns } from './head-signs.ts';
import { useWorkerNews } from './use-worker-news.ts';

/** Keeps the list true on every page of who is signed in, and says the same number wherever a number is said. */
export function UnreadSigns() {
  useLiveList();
  useWorkerNews();
  const total = useUnreadTotal();
  const signs = useRef<HeadSigns | null>(null);
  useEffect(() => {
    const made = (signs.current = new HeadSigns());
    return () => made.end();
  }, []);
  useEffect(() => {
    if (total === null) return;
    signs.current?.show(total);
    showAppBadge(total);
  }, [total]);
  return null;
}
