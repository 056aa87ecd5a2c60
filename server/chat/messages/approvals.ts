import type { Sql } from '#server/db/client.ts';

/** How what a message `m` asks stands, looked for only where this content of its asks anything. */
export function approvalsOf(sql: Sql, content: ReturnType<Sql>) {
  return sql`(
    select jsonb_agg(jsonb_build_object('groupId', a.group_id, 'state', a.state,
      'expiresAt', ${ms(sql, 'a.expires_at')}, 'resolved', live.row, 'undone', undone.row))
    from approvals a
    left join lateral (
      select ${resolution(sql)} || jsonb_build_object('isUnconfirmed', d.unconfirmed_at is not null) as row
      from action_resolutions d
      where d.conversation_id = a.conversation_id and d.message_id = a.message_id and d.group_id = a.group_id
        and d.reverted_at is null
    ) live on true
    left join lateral (
      select ${resolution(sql)} || jsonb_build_object('undoneAt', ${ms(sql, 'd.reverted_at')}) as row
      from action_resolutions d
      where d.conversation_id = a.conversation_id and d.message_id = a.message_id and d.group_id = a.group_id
        and d.reverted_at is not null
      order by d.reverted_at desc, d.id desc limit 1
    ) undone on true
    where ${content} @> '[{"type": "actions"}]' and a.conversation_id = m.conversation_id and a.message_id = m.id
  )`;
}

function resolution(sql: Sql) {
  return sql`jsonb_build_object('resolutionId', d.id, 'value', d.value, 'resolvedBy', d.resolved_by,
    'resolvedAt', ${ms(sql, 'd.resolved_at')})`;
}

function ms(sql: Sql, column: string) {
  return sql`(extract(epoch from ${sql.unsafe(column)}) * 1000)::bigint`;
}
