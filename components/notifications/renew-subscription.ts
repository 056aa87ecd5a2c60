import { trpcClient } from '#components/data/trpc.ts';

/** Where the worker leaves word that the browser has thrown its subscription away. */
const store = 'claw-push';
const word = '/changed';

/** Puts a new one in its place, if the person still wants to be told. A failure is no news: the next page tries again. */
export async function renewSubscription(): Promise<void> {
  try {
    if (!('caches' in window) || !(await caches.has(store))) return;
    const cache = await caches.open(store);
    if ((await cache.match(word)) === undefined) return;
    if (Notification.permission === 'granted') await subscribeAgain();
    await cache.delete(word);
  } catch {
    return;
  }
}

async function subscribeAgain(): Promise<void> {
  const [{ subscribe }, { deviceOf }] = await Promise.all([
    import('#components/settings/notifications/push-subscription.ts'),
    import('#components/settings/device-words.ts'),
  ]);
  const { publicKey } = await trpcClient.notifications.publicKey.query();
  if (publicKey === null) return;
  const subscription = await subscribe(publicKey);
  const name = deviceOf(navigator.userAgent).words;
  await trpcClient.notifications.addTarget.mutate({ kind: 'web', subscription, name });
}
