import { createECDH, ECDH } from 'node:crypto';
import ece from 'http_ece';
import { z } from 'zod';
import type { Push } from '#lib/contract/notifications.ts';
import type { AppContext } from '#server/app-context.ts';
import { open, seal } from '#server/sealing.ts';

/** What a browser's messages are encrypted with, both in base64url. */
const keysSchema = z.object({ p256dh: z.string(), auth: z.string() });
export type WebKeys = z.infer<typeof keysSchema>;

const curve = 'prime256v1';
/** A push service takes 4,096 bytes, of which encryption needs these. */
const roomBytes = 4_096 - 86 - 17;

/** RFC 8291, for one device and with a key pair of its own. */
export function encrypt(push: Push, { p256dh, auth }: WebKeys): Buffer {
  const privateKey = createECDH(curve);
  privateKey.generateKeys();
  return ece.encrypt(fitted(push), { version: 'aes128gcm', dh: p256dh, privateKey, authSecret: auth });
}

/** Whether anything could be encrypted for it: a point that isn't on the curve is nobody's key. */
export function areKeys({ p256dh, auth }: WebKeys): boolean {
  const point = Buffer.from(p256dh, 'base64url');
  if (point.length !== 65 || point[0] !== 4 || Buffer.from(auth, 'base64url').length !== 16) return false;
  try {
    ECDH.convertKey(point, curve);
    return true;
  } catch {
    return false;
  }
}

/** Sealed for one address, so that keys which were moved to another row don't open there. */
export function sealKeys({ secrets }: Pick<AppContext, 'secrets'>, address: string, keys: WebKeys): string {
  return seal(secrets.encryption, `push:${address}`, JSON.stringify(keys));
}

export function openKeys({ secrets }: Pick<AppContext, 'secrets'>, address: string, sealed: string): WebKeys {
  return keysSchema.parse(JSON.parse(open(secrets.encryption, `push:${address}`, sealed)));
}

/** What is too long to be sent loses the end of what it shows, never what it is about. */
function fitted(push: Push): Buffer {
  let body = push.body;
  for (;;) {
    const text = Buffer.from(JSON.stringify({ ...push, body }));
    const over = text.length - roomBytes;
    if (over <= 0 || body === '') return text;
    // At most six bytes of JSON stand for one unit of text, so this never takes much more than it has to. Half of a pair goes.
    body = body.slice(0, Math.max(0, body.length - Math.ceil(over / 6) - 1)).replace(/[\ud800-\udbff]$/, '');
  }
}
