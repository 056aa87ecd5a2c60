import { sql } from 'drizzle-orm';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { CreateSandboxInput, Sandbox } from '#lib/contract/sandboxes.ts';
import { agentsMax, flagLetter } from '#lib/chat/flag-letter.ts';
import type { AppContext } from '../app-context.ts';
import type { Transaction } from '../db/transaction.ts';
import { Fault, notFound } from '../errors.ts';
import { readSandbox } from './list.ts';
import { provision, type NewSandbox } from './provision.ts';

/** One more agent of the kind that comes with the box. Its event starts the agent. */
export async function createSandbox(
  app: AppContext,
  principal: UserPrincipal,
  { label, organizationId }: CreateSandboxInput,
): Promise<{ sandbox: Sandbox; conversationId: string }> {
  const { sandboxId, conversationId } = await app.transaction((tx) =>
    addSandbox(app, tx, principal, { label, runtime: 'builtin', organizationId }),
  );
  return { sandbox: await readSandbox(app, principal, sandboxId), conversationId };
}

/** One more agent of any kind, with a flag of its own and a conversation to begin with. */
export async function addSandbox(
  app: AppContext,
  tx: Transaction,
  { userId }: UserPrincipal,
  { label, runtime, organizationId = null }: Omit<NewSandbox, 'flag'>,
): Promise<{ sandboxId: string; conversationId: string }> {
  await (organizationId === null ? lockPerson(tx, userId) : lockRun(tx, userId, organizationId));
  const { beside, seen } = await flownBy(tx, userId, organizationId);
  // Unique among all that its maker sees, where there is room for that; always unique among those that it belongs with.
  const flag = flagLetter(label, [...beside, ...seen]) ?? flagLetter(label, beside);
  if (flag === null) throw full(organizationId);
  const { sandboxId } = await provision(tx, userId, { label, flag, runtime, organizationId });
  return { sandboxId, conversationId: await app.firstConversation(tx, { sandboxId, userId }) };
}

/** Two that are made in the same moment must not fly the same flag. */
async function lockPerson(tx: Transaction, userId: string): Promise<void> {
  await tx.db.execute(sql`select from users where id = ${userId} for no key update`);
}

/** The same for an organization's. Only who runs it may: an operator has no agents there to look after. */
async function lockRun(tx: Transaction, userId: string, organizationId: string): Promise<void> {
  await tx.db.execute(sql`select from organizations where id = ${organizationId} for no key update`);
  const [own] = await tx.db.execute<{ role: string }>(sql`
    select role from organization_members where organization_id = ${organizationId} and user_id = ${userId}`);
  if (own === undefined) throw notFound();
  if (own.role === 'member') throw new Fault('forbidden', 'Only who runs the organization may add an agent to it.');
}

async function flownBy(tx: Transaction, userId: string, organizationId: string | null) {
  const rows = await tx.db.execute<{ flag: string; isBeside: boolean }>(sql`
    select s.flag, case when ${organizationId}::text is null then s.organization_id is null and s.owner_id = ${userId}
      else s.organization_id = ${organizationId} end as "isBeside"
    from sandboxes s
    where s.status not in ('destroying', 'destroyed')
      and ((s.organization_id is null and s.owner_id = ${userId}) or s.organization_id = ${organizationId}
        or s.organization_id in (select m.organization_id from organization_members m where m.user_id = ${userId}))`);
  const flags = (which: boolean) =>
    rows.filter(({ isBeside }) => (isBeside ?? false) === which).map(({ flag }) => flag);
  return { beside: flags(true), seen: flags(false) };
}

function full(organizationId: string | null): Fault {
  const whose = organizationId === null ? 'You have' : 'It has';
  return new Fault('conflict', `${whose} ${agentsMax} agents, and there is no flag left.`);
}
