import { expect } from './fixtures.ts';
import type { TestServer } from './server.ts';
import { inDatabase } from './in-database.ts';

/**
 * Nobody waits for hours: what has failed so often is tried now, as if it had failed `as` often. Not before that failure is
 * written down, which comes after the answer.
 */
export async function tryNow(server: TestServer, sandboxId: string, failures: number, as = failures): Promise<void> {
  const hasPassed = async () => {
    const changed = await inDatabase(
      server,
      (sql) => sql`
        update deliveries set next_attempt_at = now(), failures = ${as}
        where sandbox_id = ${sandboxId} and state = 'sent' and failures = ${failures}`,
    );
    return changed.count;
  };
  await expect.poll(hasPassed).toBe(1);
}
