import { sql } from 'drizzle-orm';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { agentsMax, flagLetter } from '#lib/chat/flag-letter.ts';
import type { AppContext } from '../app-context.ts';
import type { Transaction } from '../db/transaction.ts';
import { Fault } from '../errors.ts';
import { accessSandbox } from './access.ts';
import { readApprovers } from './approvers.ts';
import { presentSandbox } from './present.ts';
import { provisionBuiltin } from './provision.ts';

/** One more agent of the kind that comes with the box, and a conversation to begin with. Its event starts the agent. */
export async function createSandbox(
  app: AppContext,
  principal: UserPrincipal,
  { label }: { label: string },
): Promise<{ sandbox: Sandbox; conversationId: string }> {
  const { userId } = principal;
  const made = await app.transaction(async (tx) => {
    const flag = flagLetter(label, await flownBy(tx, userId));
    if (flag === null) throw new Fault('conflict', `You have ${agentsMax} agents, and there is no flag left.`);
    const { sandboxId } = await provisionBuiltin(tx, userId, { label, flag });
    return { sandboxId, conversationId: await app.firstConversation(tx, { sandboxId, userId }) };
  });
  const row = await accessSandbox(app, principal, made.sandboxId);
  const approvers = (await readApprovers(app, [row.id])).get(row.id);
  const sandbox = presentSandbox(principal, row, { bot: undefined, approvers });
  return { sandbox, conversationId: made.conversationId };
}

/** Behind a lock on their row: two that are made in the same moment must not fly the same flag. */
async function flownBy(tx: Transaction, userId: string): Promise<string[]> {
  await tx.db.execute(sql`select from users where id = ${userId} for no key update`);
  const rows = await tx.db.execute<{ flag: string }>(sql`
    select flag from sandboxes where owner_id = ${userId} and status not in ('destroying', 'destroyed')`);
  return rows.map((row) => row.flag);
}
