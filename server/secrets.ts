import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from './env.ts';
import { StartFailure } from './start-failure.ts';

export interface Secrets {
  /** Seals the session cookie; the key of bearer tokens is derived from it. */
  auth: string;
  /** What secrets are encrypted with that stand in the database: 256 bits. */
  encryption: Buffer;
}

/** From the environment, else from the data directory, where the first start makes them, readable by the owner only. */
export function loadSecrets(env: Env): Secrets {
  const folder = join(env.dataDir, 'secrets');
  return {
    auth: env.authSecret ?? kept(folder, 'auth', authSecret),
    encryption: Buffer.from(env.encryptionKey ?? kept(folder, 'encryption', encryptionKey), 'hex'),
  };
}

interface Kind {
  make(): string;
  isGood(text: string): boolean;
  rule: string;
}

const authSecret: Kind = {
  make: () => randomBytes(48).toString('base64url'),
  isGood: (text) => text.length >= 32,
  rule: 'it is shorter than 32 characters',
};

const encryptionKey: Kind = {
  make: () => randomBytes(32).toString('hex'),
  isGood: (text) => /^[0-9a-f]{64}$/i.test(text),
  rule: 'it is not 64 hexadecimal digits',
};

function kept(folder: string, name: string, kind: Kind): string {
  const file = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // `wx`: only the first of two starts writes, both then read the same.
    writeFileSync(file, kind.make(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw unusable(file, error);
  }
  return read(file, kind);
}

function read(file: string, kind: Kind): string {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (!kind.isGood(secret)) throw new Error(kind.rule);
    return secret;
  } catch (error) {
    throw unusable(file, error);
  }
}

function unusable(file: string, cause: unknown): StartFailure {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StartFailure('bad_configuration', `The secret in ${file} can't be used: ${why}.`, { cause });
}
