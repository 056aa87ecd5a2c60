import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from './env.ts';
import { StartFailure } from './start-failure.ts';

export interface Secrets {
  /** Seals the session cookie. */
  auth: string;
}

/** From the environment, else from the data directory, where the first start makes them, readable by the owner only. */
export function loadSecrets(env: Env): Secrets {
  return { auth: env.authSecret ?? kept(join(env.dataDir, 'secrets'), 'auth') };
}

function kept(folder: string, name: string): string {
  const file = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // `wx`: only the first of two starts writes, both then read the same.
    writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw unusable(file, error);
  }
  return read(file);
}

function read(file: string): string {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret.length < 32) throw new Error('it is shorter than 32 characters');
    return secret;
  } catch (error) {
    throw unusable(file, error);
  }
}

function unusable(file: string, cause: unknown): StartFailure {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StartFailure('bad_configuration', `The secret in ${file} can't be used: ${why}.`, { cause });
}
