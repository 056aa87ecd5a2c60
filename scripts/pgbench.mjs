import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installFromDebian, mayInstall, onPath } from './debian.mjs';

const debian = '/usr/lib/postgresql';

/** A pgbench for the benchmark of sends: the system's, or one that we install where we may. */
export async function ensurePgbench() {
  if (!findPgbench() && mayInstall()) {
    await installFromDebian({ name: 'postgresql-contrib', purpose: 'the benchmark of sends', find: findPgbench });
  }
  const found = findPgbench();
  if (found) return found;
  throw new Error(
    'The benchmark of sends needs pgbench, and there is none here. It comes with Postgres (postgresql-contrib).',
  );
}

/** The newest of Debian's, whose own command picks one by a cluster that we don't have. @returns {string | null} */
function findPgbench() {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const ofDebian = versions.map((version) => join(debian, version, 'bin/pgbench'));
  return ofDebian.find((file) => existsSync(file)) ?? onPath('pgbench');
}
