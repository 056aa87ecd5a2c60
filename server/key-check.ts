import type postgres from 'postgres';
import { open, seal } from './sealing.ts';
import type { Secrets } from './secrets.ts';
import { StartFailure } from './start-failure.ts';

const purpose = 'instance:key_check';
const known = 'This installation knows its key.';

/**
 * The first start seals a known text into the database, each later one opens it. So a lost key is found out before
 * anything that it opened is needed, and a second node that made a key of its own doesn't join.
 */
export async function checkKey(sql: postgres.ISql, { encryption }: Secrets): Promise<void> {
  // Two first nodes at once: one writes, both read the same row.
  await sql`update instance set key_check = ${seal(encryption, purpose, known)} where key_check is null`;
  const [row] = await sql<{ keyCheck: string }[]>`select key_check as "keyCheck" from instance`;
  try {
    open(encryption, purpose, row?.keyCheck ?? '');
  } catch (cause) {
    throw new StartFailure(
      'bad_configuration',
      "The encryption key isn't the one that this database's secrets were encrypted with. Set ENCRYPTION_KEY to that one, " +
        'or put it back as secrets/encryption into the data directory; all nodes need the same.',
      { cause },
    );
  }
}
