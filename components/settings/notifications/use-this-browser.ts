'use client';

import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { PushTarget } from '#lib/contract/notifications.ts';
import { problemOf } from '#components/data/problem.ts';
import { notificationText } from '#components/text/notification-text.ts';
import { deviceOf } from '../device-words.ts';
import { useAddTarget, useRemoveTarget } from './notifications-data.ts';
import { isPushKnown, subscribe, subscription, unsubscribe } from './push-subscription.ts';

/** What stands in the way of notifications here, or whether they are on. */
export type BrowserState = 'checking' | 'no-https' | 'unsupported' | 'denied' | 'off' | 'on';

/** What one could have done and didn't, in words for the person. */
class Unwilling extends Error {}

/** This browser, by what it allows and by what the server has of it. */
export function useThisBrowser({ publicKey, targets }: { publicKey: string | null; targets: readonly PushTarget[] }) {
  const mine = targets.filter(({ isThis, kind }) => isThis && kind === 'web');
  const [allowed, setAllowed] = useState<Allowed>('checking');
  const add = useAddTarget();
  const remove = useRemoveTarget();
  useEffect(() => watchAllowed(setAllowed), []);

  const turn = useMutation({
    mutationFn: async (isWanted: boolean) => {
      if (!isWanted) {
        for (const { id } of mine) await remove.mutateAsync(id);
        await unsubscribe();
      } else if (publicKey !== null) {
        await askLeave();
        const made = await subscribeInWords(publicKey);
        await add.mutateAsync({ kind: 'web', subscription: made, name: deviceOf(navigator.userAgent).words });
      }
    },
    onSettled: async () => setAllowed(await readAllowed()),
  });

  return { state: stateOf(publicKey, allowed, mine.length > 0), turn, problem: problemIn(turn.error) };
}

type Allowed = 'checking' | 'unsupported' | 'denied' | 'unsubscribed' | 'subscribed';

function stateOf(publicKey: string | null, allowed: Allowed, isTold: boolean): BrowserState {
  if (publicKey === null) return 'no-https';
  if (allowed === 'unsubscribed') return 'off';
  if (allowed === 'subscribed') return isTold ? 'on' : 'off';
  return allowed;
}

async function readAllowed(): Promise<Allowed> {
  if (!isPushKnown()) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  return Notification.permission === 'granted' && (await subscription()) !== null ? 'subscribed' : 'unsubscribed';
}

/** Permission is changed in the browser's own settings, so whoever comes back is asked again. */
function watchAllowed(tell: (allowed: Allowed) => void): () => void {
  let isOver = false;
  const look = () => void readAllowed().then((allowed) => !isOver && tell(allowed));
  look();
  window.addEventListener('focus', look);
  return () => {
    isOver = true;
    window.removeEventListener('focus', look);
  };
}

async function askLeave(): Promise<void> {
  const said = await Notification.requestPermission();
  if (said === 'default') throw new Unwilling(notificationText.browser.dismissed);
  // The state says it, for as long as it is so.
  if (said === 'denied') throw new Unwilling('');
}

async function subscribeInWords(publicKey: string) {
  try {
    return await subscribe(publicKey);
  } catch (cause) {
    throw new Unwilling(notificationText.browser.noService, { cause });
  }
}

function problemIn(error: Error | null): string | undefined {
  if (error === null) return undefined;
  const words = error instanceof Unwilling ? error.message : notificationText.browser.failed(problemOf(error).message);
  return words === '' ? undefined : words;
}
