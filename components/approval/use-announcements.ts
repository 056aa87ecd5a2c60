'use client';

import { useEffect, useState } from 'react';
import { serverTime, useServerOffset } from '#components/data/server-time.ts';
import { approvalText as words } from '#components/text/approval-text.ts';

/** Said aloud when so much is left: in time to read the command, and in time to press. */
const warningsMs = [60_000, 10_000];
/** What was asked longer ago was there already when the log was opened, and is met in its place. */
const newMs = 10_000;

/** Cards come and go as one scrolls, and say what they have to say once. */
const said = new Set<string>();

interface Announced {
  key: string;
  asks: string;
  askedAt: number;
  expiresAt: number | null;
  /** What became of it, once it is over. */
  outcome: string | null;
}

/** What a screen reader is told of a card without going there. Never the seconds in its head. */
export function useAnnouncements({ key, asks, askedAt, expiresAt, outcome }: Announced): string {
  const [spoken, setSpoken] = useState('');
  const [wasOpen, setWasOpen] = useState(outcome === null);
  const offset = useServerOffset();
  const isOpen = outcome === null;

  useEffect(() => {
    if (!isOpen) return;
    const say = (what: string, words: string) => {
      if (said.has(`${key} ${what}`)) return;
      said.add(`${key} ${what}`);
      setSpoken(words);
    };
    const left = expiresAt === null ? null : expiresAt - serverTime.now();
    // A live region speaks of what changes in it, so it has to be there first.
    const isNew = serverTime.now() - askedAt < newMs;
    const timers = isNew
      ? [setTimeout(() => say('came', words.arrived(asks, left === null ? null : roughly(left))), 100)]
      : [];
    for (const warningMs of warningsMs) {
      if (left !== null && left > warningMs)
        timers.push(setTimeout(() => say(String(warningMs), roughly(warningMs)), left - warningMs));
    }
    return () => timers.forEach(clearTimeout);
  }, [isOpen, key, asks, askedAt, expiresAt, offset]);

  // Whoever saw it open hears how it ended, and whoever opens the log later doesn't.
  if (isOpen && !wasOpen) setWasOpen(true);
  return isOpen || !wasOpen ? spoken : (outcome ?? '');
}

/** As one would say it. */
function roughly(leftMs: number): string {
  const seconds = Math.round(leftMs / 1_000);
  if (seconds < 60) return words.secondsLeft(seconds);
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? words.minutesLeft(minutes) : words.hoursLeft(Math.round(minutes / 60));
}
