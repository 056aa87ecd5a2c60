import type { Decision } from '#lib/contract/blocks.ts';
import type { NotificationPreferences, PreviewLevel } from '#lib/contract/notifications.ts';
import type { AppContext } from '#server/app-context.ts';
import type { ConsumerTransaction } from '#server/realtime/consumer.ts';
import { beginningMax } from '#lib/realtime/reply-preview.ts';
import { isLive } from '../live-devices.ts';

/** What was shown of a question when it was asked. */
export interface Asked {
  offered: { value: Decision }[];
  snapshot: { text?: string; block?: { request?: Request | null } };
}

interface Request {
  title: string;
  command?: string | null;
  where?: string | null;
}

/** All that bears on whether a dispatch still goes, to whom, and what it says: as it stands now. */
export interface Facts {
  id: string;
  kind: 'message' | 'approval' | 'lifecycle';
  userId: string;
  sandboxId: string;
  conversationId: string | null;
  messageId: string | null;
  groupId: string | null;
  detail: { event: 'ready' | 'start_failed' | 'stopped'; reason: string | null } | null;
  /** Since when it is on its way. */
  dueAt: Date;
  label: string | null;
  title: string | null;
  /** Is what it tells of still so, and does it still concern them? */
  stands: boolean;
  muted: boolean;
  isRead: boolean;
  /** A newer message of the same conversation went to them since. */
  isOld: boolean;
  wanted: boolean;
  preview: PreviewLevel;
  quiet: NotificationPreferences['quiet'];
  timeZone: string;
  beginning: string | null;
  asked: Asked | null;
  expiresAt: Date | null;
  deviceIds: string[];
}

type Reader = AppContext['sql'] | ConsumerTransaction;

/** One statement, however many. In a transaction that has locked the dispatches: later than the lock. */
export async function readFacts(
  { sql, clock }: Pick<AppContext, 'sql' | 'clock'>,
  ids: string[],
  reader: Reader = sql,
): Promise<Map<string, Facts>> {
  if (ids.length === 0) return new Map();
  const now = clock.now();
  const rows = await (reader as AppContext['sql'])<Facts[]>`
    select d.id, d.kind, d.user_id as "userId", d.sandbox_id as "sandboxId", d.conversation_id as "conversationId",
      d.message_id as "messageId", d.group_id as "groupId", d.detail, d.due_at as "dueAt", s.label, c.title,
      ${stands(sql, now)} as stands,
      coalesce(m.muted, false) as muted,
      d.kind = 'message' and coalesce(m.last_read_seq >= said.seq, false) as "isRead",
      d.kind = 'message' and exists (
        select from dispatches n where n.conversation_id = d.conversation_id and n.user_id = d.user_id
          and n.kind = 'message' and n.state in ('accepted', 'delivered') and n.message_id > d.message_id) as "isOld",
      case d.kind when 'message' then coalesce(p.messages, true) when 'approval' then coalesce(p.approvals, true)
        else coalesce(p.lifecycle, true) end as wanted,
      coalesce(p.preview, 'title') as preview,
      case when p.quiet_from <> p.quiet_until
        then jsonb_build_object('from', p.quiet_from, 'until', p.quiet_until) end as quiet,
      coalesce(p.time_zone, 'UTC') as "timeZone",
      case when d.kind = 'message' then beginning_of(said.conversation_id, said.id, ${beginningMax}) end as beginning,
      case when a.group_id is not null
        then jsonb_build_object('offered', a.offered, 'snapshot', a.snapshot) end as asked,
      a.expires_at as "expiresAt",
      array(select t.id from push_targets t where t.user_id = d.user_id and ${isLive(sql, now)} order by t.id)
        as "deviceIds"
    from dispatches d
    left join notification_preferences p on p.user_id = d.user_id
    left join sandboxes s on s.id = d.sandbox_id and s.status not in ('destroying', 'destroyed')
    left join conversations c on c.id = d.conversation_id
    left join conversation_members m
      on m.conversation_id = d.conversation_id and m.member_id = d.user_id and m.left_at is null
    left join messages said on said.conversation_id = d.conversation_id and said.id = d.message_id
      and said.deleted_at is null
    left join approvals a on a.conversation_id = d.conversation_id and a.message_id = d.message_id
      and a.group_id = d.group_id
    where d.id = any(${ids})`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** What became otherwise is no news: it was deleted, decided or started again, or they have gone. */
function stands(sql: AppContext['sql'], now: Date) {
  return sql`case d.kind
    when 'message' then s.id is not null and m.member_id is not null and said.id is not null
    when 'approval' then s.id is not null and m.member_id is not null and said.id is not null
      and coalesce(a.state = 'pending' and (a.expires_at is null or a.expires_at > ${now}), false)
      and exists (select from approvers_of(array[d.sandbox_id]) may where may.user_id = d.user_id)
    else coalesce(case d.detail ->> 'event' when 'ready' then s.status = 'running' else s.status = 'stopped' end, false)
      and ((s.organization_id is null and s.owner_id = d.user_id) or exists (
        select from organization_members r where r.organization_id = s.organization_id and r.user_id = d.user_id
          and r.role in ('owner', 'admin')))
  end`;
}
