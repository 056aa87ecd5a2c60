import type { BotPresence, Runtime, SandboxStatus } from '#lib/contract/sandboxes.ts';
import type { AdminSandbox } from '#lib/contract/admin/sandboxes.ts';
import { idleForMs } from '#server/bots/presence.ts';
import type { Sql } from '#server/db/client.ts';

/** Enough to say "many". */
const countMax = 1_000;

export interface ListedRow {
  id: string;
  label: string;
  flag: string;
  runtime: Runtime;
  status: SandboxStatus;
  statusReason: string | null;
  heartbeatAt: Date | null;
  isInTrouble: boolean;
  ownerId: string;
  ownerName: string;
  organizationId: string | null;
  organizationName: string | null;
  waiting: number;
  createdAt: Date;
}

/** `s` is the sandbox, `r` what its agent reported, `b` its stream. */
export function listedFrom(sql: Sql) {
  return sql`sandboxes s join users owner on owner.id = s.owner_id
    left join organizations o on o.id = s.organization_id
    left join bot_status r on r.sandbox_id = s.id left join bot_streams b on b.sandbox_id = s.id`;
}

/** Its last sign of life, whichever way it came. */
export function heartbeat(sql: Sql) {
  return sql`greatest(r.updated_at, b.taken_at)`;
}

/** It couldn't be started; or it has gone silent, and something waits for it. */
export function inTrouble(sql: Sql, now: Date) {
  const silentSince = new Date(now.getTime() - idleForMs);
  return sql`((s.status = 'stopped' and s.status_reason is not null) or
    (s.status = 'running' and coalesce(${heartbeat(sql)}, s.created_at) < ${silentSince} and exists (
      select from deliveries d where d.sandbox_id = s.id and d.state in ('pending', 'sent'))))`;
}

export function waiting(sql: Sql, sandboxId: ReturnType<Sql>) {
  return sql`(select count(*) from (select from deliveries d where d.sandbox_id = ${sandboxId}
    and d.state in ('pending', 'sent') limit ${countMax}) open)`;
}

export function dead(sql: Sql, sandboxId: ReturnType<Sql>) {
  return sql`(select count(*) from (select from deliveries d where d.sandbox_id = ${sandboxId}
    and d.state = 'dead' limit ${countMax}) given_up)`;
}

export function listedColumns(sql: Sql, now: Date) {
  return sql`s.id, s.label, s.flag, s.runtime, s.status, s.status_reason as "statusReason", ${heartbeat(sql)} as "heartbeatAt",
    ${inTrouble(sql, now)} as "isInTrouble", s.owner_id as "ownerId", owner.name as "ownerName",
    s.organization_id as "organizationId", o.name as "organizationName", s.created_at as "createdAt"`;
}

export function presentListed(row: ListedRow, presence: BotPresence): AdminSandbox {
  const { organizationId, organizationName } = row;
  return {
    sandboxId: row.id,
    label: row.label,
    flag: row.flag,
    runtime: row.runtime,
    status: row.status,
    statusReason: row.statusReason,
    presence,
    heartbeatAt: row.heartbeatAt?.getTime() ?? null,
    isInTrouble: row.isInTrouble,
    owner: { id: row.ownerId, name: row.ownerName },
    organization: organizationId === null ? null : { id: organizationId, name: organizationName ?? '' },
    waiting: row.waiting,
    createdAt: row.createdAt.getTime(),
  };
}
