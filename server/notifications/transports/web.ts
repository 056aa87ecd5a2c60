import { createHash } from 'node:crypto';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { postGuarded } from '#server/outbound/post.ts';
import type { Handed, Handing, Transport } from '../transport.ts';
import { authorizationFor, isPushPossible, vapidOf, type Vapid } from '../vapid.ts';
import { encrypt, openKeys } from './encryption.ts';
import { judge, saidBy } from './judge.ts';

const timeoutMs = 15_000;
/** As much of an answer as helps to find out what is wrong. */
const answerMax = 500;
/** Push services keep nothing for longer. */
const ttlMaxSeconds = 28 * 86_400;

type Ground = Pick<AppContext, 'sql' | 'secrets' | 'clock' | 'env' | 'publicUrl' | 'outbound' | 'log'>;

/** To browsers, by whatever push service each of them named. All at once: whoever hands them knows how many that may be. */
export function webTransport(app: Ground): Transport {
  return {
    hand: async (all) => {
      if (!isPushPossible(app)) return all.map(() => ({ outcome: 'refused', error: 'no_https' }));
      const vapid = await vapidOf(app);
      return Promise.all(all.map((one) => hand(app, vapid, one)));
    },
    // A push service says nothing of what it has accepted.
    receipts: async () => new Map(),
  };
}

async function hand(app: Ground, vapid: Vapid, handing: Handing): Promise<Handed> {
  const { id, address } = handing.device;
  const body = bodyOf(app, handing);
  if (body === null) return { outcome: 'refused', error: 'unreadable_keys' };
  const headers = { ...headersOf(app, handing), authorization: await authorizationFor(app, vapid, address) };
  const posted = await postGuarded(app.outbound, { url: address, headers, body, timeoutMs, answerMax });
  // RFC 8030 and what push services have made of it: the subscription is no more.
  if (posted.outcome === 'answered' && (posted.status === 404 || posted.status === 410)) {
    return { outcome: 'gone', error: `http_${posted.status}` };
  }
  const trouble = judge(posted, app.clock.now());
  if (trouble?.outcome === 'refused') {
    app.log.warn({ targetId: id, error: trouble.error, said: saidBy(posted) }, 'A push service refused a push.');
  }
  return trouble ?? { outcome: 'accepted', ticket: null };
}

/** Null: one row is spoilt, which is none of the others' business. */
function bodyOf(app: Ground, { device, push }: Handing): Buffer | null {
  const { id, address, keys } = device;
  try {
    return encrypt(push, openKeys(app, address, must(keys, 'the keys of a browser')));
  } catch (error) {
    app.log.error({ targetId: id, err: error }, 'The keys of a device can’t be read.');
    return null;
  }
}

function headersOf({ clock }: Ground, { push, expiresAt, isUrgent }: Handing): Record<string, string> {
  const leftSeconds = Math.floor((expiresAt.getTime() - clock.now().getTime()) / 1_000);
  return {
    'content-encoding': 'aes128gcm',
    'content-type': 'application/octet-stream',
    ttl: String(Math.min(Math.max(leftSeconds, 0), ttlMaxSeconds)),
    urgency: isUrgent ? 'high' : 'normal',
    // What the device hasn't fetched yet is replaced by the newer one where it waits.
    topic: createHash('sha256').update(push.tag).digest('base64url').slice(0, 32),
    'user-agent': 'Claw-Chat',
  };
}
