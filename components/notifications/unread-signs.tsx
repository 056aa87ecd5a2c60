'use client';

import { useEffect, useRef } from 'react';
import { useUnreadTotal } from '#components/data/unread.ts';
import { useLiveList } from '#components/realtime/use-live-list.ts';
import { showAppBadge } from './app-badge.ts';
import { HeadSigns } from './head-signs.ts';
import { useWorkerCalls } from './use-worker-calls.ts';
import { useWorkerNews } from './use-worker-news.ts';

/** What arrives where somebody looks is read in less: it would only flicker. */
const settleMs = 600;

/** Keeps the list true on every page of who is signed in, and says the same number wherever a number is said. */
export function UnreadSigns() {
  useLiveList();
  useWorkerNews();
  useWorkerCalls();
  const total = useUnreadTotal();
  const signs = useRef<HeadSigns | null>(null);
  const shown = useRef(0);
  useEffect(() => {
    const made = (signs.current = new HeadSigns());
    return () => made.end();
  }, []);
  useEffect(() => {
    if (total === null) return;
    const show = () => {
      shown.current = total;
      signs.current?.show(total);
      showAppBadge(total);
    };
    if (total <= shown.current) return show();
    const timer = setTimeout(show, settleMs);
    return () => clearTimeout(timer);
  }, [total]);
  return null;
}
