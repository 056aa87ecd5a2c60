import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseAddress } from '../embedded.ts';
import { runningPostmaster, SOCKET_PORT } from './postmaster.ts';

/** The name of our database in the server that comes with the app. */
export const embeddedDatabase = 'clawchat';

/** The database of an app that runs at this moment: whoever may enter its socket's directory may join in. */
export function findRunning(dataDir: string): DatabaseAddress | null {
  if (!hasCluster(dataDir)) return null;
  // As root it may live elsewhere, and the data directory has a link.
  const found = runningPostmaster(realpathSync(join(dataDir, 'postgres')));
  if (found === null) return null;
  return { host: found.socketDir, port: SOCKET_PORT, user: 'postgres', database: embeddedDatabase };
}

/** False: nobody has ever started here. */
export function hasCluster(dataDir: string): boolean {
  return existsSync(join(dataDir, 'postgres', 'PG_VERSION'));
}
