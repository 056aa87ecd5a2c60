import type { AppContext } from '#server/app-context.ts';
import { wakeWebhooks } from '../webhooks/sender.ts';

/** What came to nothing at the address before waits no longer. */
export async function tryNow(app: AppContext, sandboxId: string): Promise<void> {
  const now = app.clock.now();
  await app.sql`
    update deliveries set next_attempt_at = ${now}
    where sandbox_id = ${sandboxId} and state = 'sent' and failures > 0 and next_attempt_at > ${now}`;
  wakeWebhooks(app);
}
