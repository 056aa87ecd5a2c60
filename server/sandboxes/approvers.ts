import { sql } from 'drizzle-orm';
import type { Approvers, SetApproversInput } from '#lib/contract/approvals.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import type { Sql } from '../db/client.ts';
import type { Transaction } from '../db/transaction.ts';
import { Fault } from '../errors.ts';
import { accessSandbox, type SandboxRow } from './access.ts';

export interface Approver {
  userId: string;
  displayName: string;
}

/** Who decides what each of these agents may do. One statement, however many there are. */
export async function readApprovers({ sql }: { sql: Sql }, sandboxIds: string[]): Promise<Map<string, Approver[]>> {
  const rows = await sql<(Approver & { sandboxId: string })[]>`
    select sandbox_id as "sandboxId", user_id as "userId", name as "displayName" from approvers_of(${sandboxIds})`;
  const bySandbox = Map.groupBy(rows, ({ sandboxId }) => sandboxId);
  return new Map(
    [...bySandbox].map(([id, all]) => [id, all.map(({ userId, displayName }) => ({ userId, displayName }))]),
  );
}

/** Whoever may use an agent may know whom to wait for. */
export async function getApprovers(app: AppContext, principal: UserPrincipal, sandboxId: string): Promise<Approvers> {
  const sandbox = await accessSandbox(app, principal, sandboxId);
  return present(app, sandbox.id);
}

/**
 * Names those who decide for an agent of an organization, in the place of its owners and admins. A decision that is made in
 * the same moment is made by somebody who might: it and this wait for each other.
 */
export async function setApprovers(
  app: AppContext,
  principal: UserPrincipal,
  input: SetApproversInput,
): Promise<Approvers> {
  const sandbox = await accessSandbox(app, principal, input.sandboxId);
  if (!sandbox.mayManage) {
    throw new Fault('forbidden', 'Only its owner, or who runs the organization, may say who decides.');
  }
  const userIds = [...new Set(input.userIds)];
  await app.transaction(async (tx) => {
    await tx.db.execute(sql`select from sandboxes where id = ${sandbox.id} for no key update`);
    await demandColleagues(tx, sandbox, userIds);
    await tx.db.execute(sql`delete from sandbox_approvers where sandbox_id = ${sandbox.id}`);
    await tx.db.execute(sql`
      insert into sandbox_approvers (sandbox_id, user_id)
      select ${sandbox.id}, named.user_id from unnest(${sql.param(userIds)}::text[]) as named (user_id)`);
  });
  return present(app, sandbox.id);
}

async function demandColleagues(tx: Transaction, { organizationId }: SandboxRow, userIds: string[]): Promise<void> {
  const rows = await tx.db.execute(sql`
    select from organization_members
    where organization_id = ${organizationId} and user_id = any(${sql.param(userIds)}::text[])`);
  if (rows.length === userIds.length) return;
  const sentence =
    organizationId === null
      ? 'For an agent that is yours alone, nobody else decides.'
      : "One of them isn't in this agent's organization.";
  throw new Fault('impossible_value', sentence);
}

async function present(app: AppContext, sandboxId: string): Promise<Approvers> {
  const approvers = (await readApprovers(app, [sandboxId])).get(sandboxId) ?? [];
  const [named] = await app.sql`
    select from sandbox_approvers where sandbox_id = ${sandboxId} and user_id = any(${approvers.map((one) => one.userId)}) limit 1`;
  return { approvers, isNamed: named !== undefined };
}
