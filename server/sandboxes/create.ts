import { sql } from 'drizzle-orm';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { agentsMax, flagLetter } from '#lib/chat/flag-letter.ts';
import type { AppContext } from '../app-context.ts';
import type { Transaction } from '../db/transaction.ts';
import { Fault } from '../errors.ts';
import { readSandbox } from './list.ts';
import { provision, type NewSandbox } from './provision.ts';

/** One more agent of the kind that comes with the box. Its event starts the agent. */
export async function createSandbox(
  app: AppContext,
  principal: UserPrincipal,
  { label }: { label: string },
): Promise<{ sandbox: Sandbox; conversationId: string }> {
  const { sandboxId, conversationId } = await app.transaction((tx) =>
    addSandbox(app, tx, principal, { label, runtime: 'builtin' }),
  );
  return { sandbox: await readSandbox(app, principal, sandboxId), conversationId };
}

/** One more agent of any kind, with a flag of its own and a conversation to begin with. */
export async function addSandbox(
  app: AppContext,
  tx: Transaction,
  { userId }: UserPrincipal,
  { label, runtime }: Omit<NewSandbox, 'flag'>,
): Promise<{ sandboxId: string; conversationId: string }> {
  const flag = flagLetter(label, await flownBy(tx, userId));
  if (flag === null) throw new Fault('conflict', `You have ${agentsMax} agents, and there is no flag left.`);
  const { sandboxId } = await provision(tx, userId, { label, flag, runtime });
  return { sandboxId, conversationId: await app.firstConversation(tx, { sandboxId, userId }) };
}

/** Behind a lock on their row: two that are made in the same moment must not fly the same flag. */
async function flownBy(tx: Transaction, userId: string): Promise<string[]> {
  await tx.db.execute(sql`select from users where id = ${userId} for no key update`);
  const rows = await tx.db.execute<{ flag: string }>(sql`
    select flag from sandboxes where owner_id = ${userId} and status not in ('destroying', 'destroyed')`);
  return rows.map((row) => row.flag);
}
