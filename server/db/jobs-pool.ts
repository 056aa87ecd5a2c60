import { Pool } from 'pg';
import type { Logger } from '../log.ts';
import type { DatabaseAddress } from './embedded.ts';

const connectionsMax = 4;

/**
 * For the library that runs jobs, which speaks by another driver. Ours, and not its own: that one is let go without waiting for its
 * connections' end, and what the database tells one of them on its way out then ends the process.
 */
export function openPool(address: DatabaseAddress, log: Logger): Pool {
  const pool = new Pool({ connectionString: connectionString(address), max: connectionsMax });
  const note = (err: Error) => log.debug({ err, from: 'jobs' }, 'A connection for jobs was lost.');
  pool.on('error', note);
  pool.on('connect', (client) => void client.on('error', note));
  return pool;
}

/** A unix socket's folder stands in the place of the host. */
function connectionString(address: DatabaseAddress): string {
  if ('url' in address) return address.url;
  return `postgres://${address.user}@${encodeURIComponent(address.host)}:${address.port}/${address.database}`;
}
