import type { TestServer } from '../server.ts';
import { inDatabase } from '../in-database.ts';

/** A house in which things have happened for a month: agents in every state, figures of thirty days, and something that needs an operator. */
export async function busyHouse(server: TestServer): Promise<void> {
  await inDatabase(server, async (sql) => {
    await sql`
      insert into sandboxes (id, owner_id, label, flag, runtime, status, status_reason, created_at, destroyed_at)
      select v.id, (select id from users order by created_at limit 1), v.label, v.flag, v.runtime, v.status, v.reason,
        now() - v.days * interval '1 day', case v.status when 'destroyed' then now() - v.days * interval '12 hours' end
      from (values
        ('harbor-01', 'Harbor', 'H', 'external', 'running', null, 29),
        ('ledger-02', 'Ledger', 'L', 'external', 'running', null, 25),
        ('tern-7Kq', 'Tern', 'T', 'openclaw', 'running', null, 21),
        ('sable-01', 'Sable', 'S', 'builtin', 'stopped', null, 14),
        ('pilot-eu', 'Pilot', 'P', 'openclaw', 'stopped', 'Its model answers nothing.', 14),
        ('dockhand-3', 'Dockhand', 'D', 'openclaw', 'starting', null, 2),
        ('gone-1', 'Gone', 'G', 'builtin', 'destroyed', null, 20),
        ('gone-2', 'Gone', 'G', 'builtin', 'destroyed', null, 8)
      ) as v (id, label, flag, runtime, status, reason, days) on conflict do nothing`;
    await sql`
      insert into bot_status (sandbox_id, online, at, updated_at, capabilities) values
        ('harbor-01', true, now(), now() + interval '1 hour', '["exec", "files"]'),
        ('ledger-02', true, now(), now() - interval '2 hours', null),
        ('tern-7Kq', true, now(), now() - interval '60 seconds', null) on conflict do nothing`;
    await sql`
      insert into bot_endpoints (sandbox_id, url, secret) values ('ledger-02', 'https://bots.example.org/ledger', '') on conflict do nothing`;
    await sql`
      insert into bot_keys (id, sandbox_id, name, secret_hash, last_used_at)
      values ('ledger-key', 'ledger-02', 'worker', '', now() - interval '2 hours') on conflict do nothing`;
    await sql`
      insert into deliveries (id, sandbox_id, conversation_id, context, seq, type, state, failures, next_attempt_at, created_at)
      select '01K' || lpad(n::text, 23, '0'), 'ledger-02', (select id from conversations order by id limit 1), 'c', n,
        'message.created', 'pending', 4, now() + interval '9 minutes', now() - interval '2 hours'
      from generate_series(1, 41) n on conflict do nothing`;
    await sql`
      insert into delivery_attempts (delivery_id, n, at, status, failure, duration_ms)
      select '01K' || lpad('1', 23, '0'), 1, now(), 502, 'http_502', 310 on conflict do nothing`;
    await sql`
      insert into daily_figures (day, name, count)
      select current_date - n, name, (weight * (3 + (n * 7) % 11) / 10)::int
      from generate_series(0, 29) n, (values ('messages', 1000), ('approvals.allowed', 30), ('approvals.denied', 3),
        ('approvals.expired', 2), ('pushes.sent', 140), ('pushes.failed', 1)) as f (name, weight)
      on conflict (name, day) do update set count = excluded.count`;
    await sql`
      insert into audit_entries (actor_id, actor_name, action, subject_kind, subject_id, reason, detail, address, request_id, outcome)
      values ('u', 'Olu Ade', 'sandbox.restarted', 'sandbox', 'ledger-02', 'It took nothing since noon', '{}', '::1', 'r', 'done')`;
  });
}
