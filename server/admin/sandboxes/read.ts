import type { AdminSandboxDetail, SandboxHistory } from '#lib/contract/admin/sandboxes.ts';
import { auditActionSchema, type auditOutcomeSchema } from '#lib/contract/audit.ts';
import { type SandboxStatus, sandboxStatusSchema } from '#lib/contract/sandboxes.ts';
import { sandboxContext } from '#lib/contexts.ts';
import type { z } from 'zod';
import type { AppContext } from '#server/app-context.ts';
import { keysOf } from '#server/bots/own-keys.ts';
import { notFound } from '#server/errors.ts';
import { readApprovers } from '#server/sandboxes/approvers.ts';
import { dead, type ListedRow, listedColumns, listedFrom, presentListed, waiting } from './columns.ts';

/** Of each kind; the audit page has the rest. */
const historyMax = 50;

interface DetailRow extends ListedRow {
  destroyedAt: Date | null;
  capabilities: string[] | null;
  conversations: number;
  dead: number;
  url: string | null;
  endpointDisabledAt: Date | null;
  endpointDisabledWhy: 'gone' | 'operator' | null;
}

/** One agent, also one that was destroyed: what is kept of it says who did that. Six statements. */
export async function readSandboxForOperator(app: AppContext, sandboxId: string): Promise<AdminSandboxDetail> {
  const row = await readRow(app, sandboxId);
  if (row === undefined) throw notFound();
  const [presences, approvers, keys, statuses, deeds] = await Promise.all([
    app.presenceOfBots([sandboxId]),
    readApprovers(app, [sandboxId]),
    keysOf(app, sandboxId),
    readStatuses(app, sandboxId),
    readDeeds(app, sandboxId),
  ]);
  return {
    ...presentListed(row, presences.get(sandboxId)?.presence ?? 'unknown'),
    destroyedAt: row.destroyedAt?.getTime() ?? null,
    capabilities: row.capabilities,
    approvers: (approvers.get(sandboxId) ?? []).map(({ displayName }) => displayName),
    conversations: row.conversations,
    dead: row.dead,
    endpoint: endpointOf(row),
    keys,
    history: [...statuses, ...deeds].toSorted((a, b) => b.at - a.at),
  };
}

async function readRow({ sql, clock }: AppContext, sandboxId: string): Promise<DetailRow | undefined> {
  const [row] = await sql<DetailRow[]>`
    select ${listedColumns(sql, clock.now())}, s.destroyed_at as "destroyedAt", r.capabilities,
      ${waiting(sql, sql`s.id`)} as waiting, ${dead(sql, sql`s.id`)} as dead,
      (select count(*) from conversations c where c.sandbox_id = s.id) as conversations,
      e.url, e.disabled_at as "endpointDisabledAt", e.disabled_why as "endpointDisabledWhy"
    from ${listedFrom(sql)} left join bot_endpoints e on e.sandbox_id = s.id
    where s.id = ${sandboxId}`;
  return row;
}

/** The host only: what follows it is the agent's own business, and may be a secret. */
function endpointOf({ url, endpointDisabledAt, endpointDisabledWhy }: DetailRow): AdminSandboxDetail['endpoint'] {
  if (url === null) return null;
  const host = URL.parse(url)?.host ?? '';
  return { host, disabledAt: endpointDisabledAt?.getTime() ?? null, disabledWhy: endpointDisabledWhy };
}

interface StatusRow {
  at: Date;
  status: SandboxStatus;
  failed: boolean | null;
  by: string | null;
}

/** From its own log, as far as that reaches back. */
async function readStatuses({ sql }: AppContext, sandboxId: string): Promise<SandboxHistory[]> {
  const rows = await sql<StatusRow[]>`
    select e.at, e.payload ->> 'status' as status, (e.payload ->> 'failed')::boolean as failed, u.name as by
    from events e left join users u on u.id = e.payload ->> 'by'
    where e.context = ${sandboxContext(sandboxId)} and e.type = 'sandbox.status'
    order by e.seq desc limit ${historyMax}`;
  return rows.flatMap(({ at, status, failed, by }) =>
    sandboxStatusSchema.safeParse(status).success
      ? [{ kind: 'status', at: at.getTime(), status, failed: failed === true, by }]
      : [],
  );
}

interface DeedRow {
  at: Date;
  action: string;
  by: string;
  reason: string | null;
  outcome: z.infer<typeof auditOutcomeSchema>;
}

async function readDeeds({ sql }: AppContext, sandboxId: string): Promise<SandboxHistory[]> {
  const rows = await sql<DeedRow[]>`
    select at, action, actor_name as by, reason, outcome from audit_entries
    where subject_id = ${sandboxId} and subject_kind = 'sandbox' order by id desc limit ${historyMax}`;
  return rows.flatMap((row) => {
    const action = auditActionSchema.safeParse(row.action);
    return action.success ? [{ ...row, kind: 'deed', at: row.at.getTime(), action: action.data }] : [];
  });
}
