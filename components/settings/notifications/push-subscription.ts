import type { AddTargetInput } from '#lib/contract/notifications.ts';

type WebSubscription = Extract<AddTargetInput, { kind: 'web' }>['subscription'];

export function isPushKnown(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** What this browser has subscribed to here before; it outlives a sign-out, which only our server knows of. */
export async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Subscribes with the server's key, and with that alone: one of another key would be refused with every push. */
export async function subscribe(publicKey: string): Promise<WebSubscription> {
  await navigator.serviceWorker.register('/sw.js');
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before !== null && !isOf(before, publicKey)) await before.unsubscribe();
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint = '', keys = {} } = made.toJSON();
  return { endpoint, keys: { p256dh: keys['p256dh'] ?? '', auth: keys['auth'] ?? '' } };
}

export async function unsubscribe(): Promise<void> {
  await (await subscription())?.unsubscribe();
}

function isOf({ options }: PushSubscription, publicKey: string): boolean {
  const { applicationServerKey } = options;
  // Some browsers don't say; then it is taken for ours, as it nearly always is.
  if (applicationServerKey === null) return true;
  const bytes = String.fromCharCode(...new Uint8Array(applicationServerKey));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') === publicKey;
}
