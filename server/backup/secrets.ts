import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from '../env.ts';

export const secretNames = ['auth', 'encryption'] as const;
export type SecretName = (typeof secretNames)[number];

/** Those that the first start made. What the environment says is its operator's to keep. */
export function readSecrets({ dataDir, authSecret, encryptionKey }: Env): { name: SecretName; file: string }[] {
  const said = { auth: authSecret, encryption: encryptionKey };
  return secretNames
    .filter((name) => said[name] === null)
    .map((name) => ({ name, file: join(dataDir, 'secrets', name) }))
    .filter(({ file }) => existsSync(file));
}

/**
 * Puts them where a start looks for them. Other ones that are there are moved aside, never lost. Undoes itself when what follows
 * fails: without the rows that they belong to they would lock out those that are there.
 */
export function placeSecrets(dataDir: string, secrets: ReadonlyMap<string, string>, stamp: string): { undo(): void } {
  const folder = join(dataDir, 'secrets');
  const aside = join(dataDir, `secrets-before-${stamp}`);
  if ([...secrets].every(([name, text]) => isThere(join(folder, name), text))) return { undo: () => undefined };
  const hadSome = existsSync(folder);
  if (hadSome) renameSync(folder, aside);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, text] of secrets) writeFileSync(join(folder, name), text, { mode: 0o600, flush: true });
  return {
    undo: () => {
      rmSync(folder, { recursive: true, force: true });
      if (hadSome) renameSync(aside, folder);
    },
  };
}

function isThere(file: string, text: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8') === text;
}
