import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Fault } from './errors.ts';

const version = 'v1';
const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/**
 * `v1.<key id>.<sealed>`: AES-256-GCM. `purpose` says what the secret is and whose (`webhook:<sandbox>`); it is checked
 * with the rest, so that a sealed text moved into another row doesn't open there.
 */
export function seal(key: Buffer, purpose: string, text: string): string {
  const prefix = prefixOf(key);
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(prefix + purpose));
  const sealed = Buffer.concat([iv, sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()]);
  return prefix + sealed.toString('base64url');
}

/** What was sealed. Another key, another purpose and an altered text are one and the same trouble, and not the caller's. */
export function open(key: Buffer, purpose: string, sealed: string): string {
  const prefix = prefixOf(key);
  if (!sealed.startsWith(prefix)) throw unreadable(new Error('sealed with another key, or in another way'));
  const bytes = Buffer.from(sealed.slice(prefix.length), 'base64url');
  try {
    const opening = createDecipheriv(cipher, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
      .setAAD(Buffer.from(prefix + purpose))
      .setAuthTag(bytes.subarray(-tagBytes));
    const text = opening.update(bytes.subarray(ivBytes, -tagBytes));
    return Buffer.concat([text, opening.final()]).toString('utf8');
  } catch (error) {
    throw unreadable(error);
  }
}

/** Names the key without telling anything of it. */
function prefixOf(key: Buffer): string {
  const id = createHash('sha256').update('claw-chat key id').update(key).digest('hex').slice(0, 8);
  return `${version}.${id}.`;
}

function unreadable(cause: unknown): Fault {
  return new Fault('unavailable', "A secret that is kept here can't be read. The operator has to look at the log.", {
    cause,
  });
}
