import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { ulid } from 'ulid';

/** Says whose a key is: a person's or a bot's. */
export type KeyKind = 'cck' | 'ccb';

export interface NewKey {
  id: string;
  /** `<kind>_<id>_<secret>`: told once, kept nowhere. */
  key: string;
  secretHash: Buffer;
}

/** The secret has 256 random bits, so one round of SHA-256 is all the hashing that it needs. */
export function mintKey(kind: KeyKind): NewKey {
  const id = ulid().toLowerCase();
  const secret = randomBytes(32).toString('base64url');
  return { id, key: `${kind}_${id}_${secret}`, secretHash: sha256(secret) };
}

/** A key as it was sent: its id finds the row, the row's hash then judges the secret. Null: no key of this kind. */
export function readKey(kind: KeyKind, key: string): { id: string; opens(secretHash: Buffer): boolean } | null {
  const [, found, id = '', secret = ''] = /^(cck|ccb)_([0-9a-z]{26})_([A-Za-z0-9_-]{43})$/.exec(key) ?? [];
  if (found !== kind) return null;
  return { id, opens: (secretHash) => timingSafeEqual(secretHash, sha256(secret)) };
}

/** "Last used" is for people, to whom a minute is nothing, and a write with every request would be a lot. */
const usedEveryMs = 60_000;

export function isUseOld(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= usedEveryMs;
}

function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
