import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import type { AppContext } from '#server/app-context.ts';

type Deps = Pick<AppContext, 'sql' | 'clock' | 'realtime'>;

interface Waiting {
  conversationId: string;
  messageId: string;
  groupId: string;
  expiresAt: Date;
}

/** As many are looked at together. */
const batchSize = 100;

/**
 * Ends what nobody has decided in time, and says when the next one is due. Each in a transaction of its own, which looks again
 * under the conversation's lock: of several nodes one does it, and of a decision in the same moment one of the two.
 */
export async function expireDue(deps: Deps): Promise<{ expired: number; nextAt: Date | null }> {
  let expired = 0;
  for (;;) {
    const waiting = await firstDue(deps);
    const now = deps.clock.now();
    const due = waiting.filter(({ expiresAt }) => expiresAt <= now);
    for (const approval of due) expired += await expire(deps, approval, now);
    if (due.length < batchSize) return { expired, nextAt: waiting[due.length]?.expiresAt ?? null };
  }
}

async function firstDue({ sql }: Deps): Promise<Waiting[]> {
  return sql<Waiting[]>`
    select conversation_id as "conversationId", message_id as "messageId", group_id as "groupId", expires_at as "expiresAt"
    from approvals where state = 'pending' and expires_at is not null order by expires_at limit ${batchSize}`;
}

async function expire({ sql, realtime }: Deps, approval: Waiting, now: Date): Promise<number> {
  const { conversationId, messageId, groupId } = approval;
  const [row] = await sql<{ sandboxId: string | null }[]>`
    select expire_action(${conversationId}, ${messageId}, ${groupId}, ${now}) as "sandboxId"`;
  const sandboxId = row?.sandboxId ?? null;
  if (sandboxId === null) return 0;
  realtime.wake([conversationContext(sandboxId, conversationId), sandboxContext(sandboxId)]);
  return 1;
}
