import { eq } from 'drizzle-orm';
import type { AuditAction, AuditSubjectKind } from '#lib/contract/audit.ts';
import type { AppContext } from '../app-context.ts';
import type { Sql } from '../db/client.ts';
import { users } from '../db/schema/accounts.ts';
import { auditEntries } from '../db/schema/audit.ts';
import type { Transaction } from '../db/transaction.ts';
import { toFault } from '../errors.ts';

/** Who acts, from where, and in which request. */
export interface Actor {
  userId: string;
  address: string;
  userAgent: string | null;
  requestId: string;
}

export interface Deed<T = never> {
  action: AuditAction;
  subject: { kind: AuditSubjectKind; id: string };
  /** Where the subject doesn't tell it: a sandbox and an organization do. */
  organizationId?: string | null;
  reason: string | null;
  /** What was asked for. Names of fields that hold secrets are left out by whoever calls. */
  detail: Record<string, unknown>;
  /** What it made, which has no id before. */
  madeOf?: ((result: T) => { kind: AuditSubjectKind; id: string }) | null;
}

/**
 * Does it between two writes to the audit log: that it was begun, and how it ended. What crashes in the middle stays there as
 * begun, so nothing is ever done without a line.
 */
export async function audited<T>(app: AppContext, actor: Actor, deed: Deed<T>, act: () => Promise<T>): Promise<T> {
  const id = await begin(app.sql, actor, deed);
  try {
    const result = await act();
    await end(app, id, { outcome: 'done', code: null, made: deed.madeOf?.(result) ?? deed.subject });
    return result;
  } catch (error) {
    const { code, status } = toFault(error);
    await end(app, id, { outcome: status < 500 ? 'refused' : 'failed', code, made: deed.subject });
    throw error;
  }
}

/** What is done in a transaction anyhow has its line there: both are written, or none. */
export async function recordDone(
  tx: Transaction,
  { userId, address, userAgent, requestId }: Actor,
  { action, subject, organizationId = null, reason, detail }: Deed,
): Promise<void> {
  const [actor] = await tx.db.select({ name: users.name }).from(users).where(eq(users.id, userId));
  await tx.db.insert(auditEntries).values({
    actorId: userId,
    actorName: actor?.name ?? '',
    action,
    subjectKind: subject.kind,
    subjectId: subject.id,
    organizationId,
    reason,
    detail: asJson(detail),
    address,
    userAgent,
    requestId,
    outcome: 'done',
  });
}

async function begin(
  sql: Sql,
  actor: Actor,
  { action, subject, organizationId, reason, detail }: Omit<Deed, 'madeOf'>,
): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    insert into audit_entries (actor_id, actor_name, action, subject_kind, subject_id, subject_name, organization_id, reason,
      detail, address, user_agent, request_id)
    values (${actor.userId}, coalesce((select name from users where id = ${actor.userId}), ''), ${action}, ${subject.kind},
      ${subject.id}, ${nameOf(sql, subject)}, ${organizationId ?? organizationOf(sql, subject)}, ${reason}, ${sql.json(asJson(detail))},
      ${actor.address}, ${actor.userAgent}, ${actor.requestId})
    returning id::int`;
  if (row === undefined) throw new Error('the audit log took no line');
  return row.id;
}

/** As it is called now: it may be gone when somebody reads this. */
function nameOf(sql: Sql, { kind, id }: Deed['subject']) {
  if (kind === 'person') return sql`(select name from users where id = ${id})`;
  if (kind === 'organization') return sql`(select name from organizations where id = ${id})`;
  if (kind === 'sandbox') return sql`(select label from sandboxes where id = ${id})`;
  return sql`null`;
}

function organizationOf(sql: Sql, { kind, id }: Deed['subject']) {
  if (kind === 'organization') return sql`(select id from organizations where id = ${id})`;
  if (kind === 'sandbox') return sql`(select organization_id from sandboxes where id = ${id})`;
  if (kind === 'invitation') return sql`(select organization_id from invitations where id = ${id})`;
  if (kind === 'delivery')
    return sql`(select s.organization_id from deliveries d join sandboxes s on s.id = d.sandbox_id where d.id = ${id})`;
  return sql`null`;
}

/** The deed itself stands by now: a line that can't be completed says `begun`, and the log why. */
async function end(
  { sql, log }: AppContext,
  id: number,
  { outcome, code, made }: { outcome: string; code: string | null; made: Deed['subject'] },
) {
  await sql`
    update audit_entries set outcome = ${outcome}, code = ${code}, subject_id = ${made.id},
      subject_name = coalesce(subject_name, ${nameOf(sql, made)}),
      organization_id = coalesce(organization_id, ${organizationOf(sql, made)})
    where id = ${id}`.catch((error: unknown) =>
    log.error({ err: error, id, outcome }, 'the audit log could not be completed'),
  );
}

/** Of an address only whose it is: what stands behind the host may be a secret. */
function asJson(detail: Record<string, unknown>) {
  return JSON.parse(
    JSON.stringify(detail, (name, value: unknown) =>
      name === 'url' && typeof value === 'string' ? (URL.parse(value)?.origin ?? null) : value,
    ),
  );
}
