import type { TransactionSql } from 'postgres';
import type { Sql } from '#server/db/client.ts';
import { roundSize } from './company.ts';
import { textCount } from './texts.ts';

const batchSize = 500_000;
/** In so many messages of the first thousands, and in no later one. */
export const rareWord = 'quokka';
const rareWithin = 10_000;
const rareEvery = 200;
const filled = ['messages', 'message_search'];

/**
 * More messages, up to so many in all, as if they had been sent: the rows of `send` and those that the search's consumer writes.
 * Events aren't: they are kept for a month, however much there is. Indexes are left alone meanwhile and built once afterwards.
 */
export async function loadUpTo(sql: Sql, { from, to }: { from: number; to: number }): Promise<void> {
  await sql`delete from messages where id > ${idAfterAll}`;
  await leaveIndexes(sql);
  for (let at = from; at < to; at += batchSize) await insertBatch(sql, at, Math.min(to, at + batchSize));
  await sql.begin(async (tx) => {
    await tx`set local maintenance_work_mem = '1GB'`;
    for (const table of filled) await tx.unsafe(`reindex table ${table}`);
  });
  await settle(sql);
  for (const table of [...filled, 'conversations', 'conversation_members', 'users', 'sandboxes']) {
    await sql.unsafe(`vacuum (analyze) ${table}`);
  }
}

/** Behind all that is loaded, and before all that is sent now. */
const idAfterAll = '01M1';

/** As indexes are that are being built: nobody writes or reads them until they are built anew. */
async function leaveIndexes(sql: Sql): Promise<void> {
  await sql`
    update pg_index set indisready = false, indisvalid = false where indrelid = any(${filled}::regclass[])`;
}

async function insertBatch(sql: Sql, from: number, to: number): Promise<void> {
  await sql.begin(async (tx) => {
    // Whatever they refer to is there.
    await tx`set local session_replication_role = replica`;
    await tx`set local work_mem = '64MB'`;
    await insertMessages(tx, from, to);
    await insertWords(tx, from, to);
  });
}

async function insertMessages(tx: TransactionSql<{ bigint: number }>, from: number, to: number): Promise<void> {
  await tx`
    insert into messages (conversation_id, id, sender_id, client_id, content, seq, created_at)
    select s.conversation_id, m.id, s.sender_id, case when s.sender_id not like 'bot:%' then m.id end,
      case when m.extra is null then t.content
        else jsonb_build_array(jsonb_build_object('type', 'text', 'text', t.text || ' ' || m.extra)) end,
      (m.n / ${roundSize}) * s.per_round + s.rank, timestamptz '2026-01-01' + m.n * interval '2 seconds'
    from ${numbered(tx, from, to)} join bench_turns s on s.turn = m.turn join bench_texts t on t.id = m.text_id`;
}

async function insertWords(tx: TransactionSql<{ bigint: number }>, from: number, to: number): Promise<void> {
  await tx`
    insert into message_search (conversation_id, message_id, sandbox_id, words)
    select s.conversation_id, m.id, s.sandbox_id,
      s.places || case when m.extra is null then t.words else t.words || (m.extra || ':1')::tsvector end
    from ${numbered(tx, from, to)} join bench_turns s on s.turn = m.turn join bench_texts t on t.id = m.text_id`;
}

function numbered(tx: TransactionSql<{ bigint: number }>, from: number, to: number) {
  return tx`(
    select n, '01M0' || lpad(n::text, 22, '0') as id, n % ${roundSize} as turn,
      (hashint4(n) & 2147483647) % ${textCount} as text_id,
      case when n < ${rareWithin} and n % ${rareEvery} = 7 then ${rareWord}
        when n % 5 = 0 then 'ref' || n end as extra
    from generate_series(${from}::int, ${to - 1}::int) n) m`;
}

/** Heads, and cursors some messages before them, but for her who reads nothing. */
async function settle(sql: Sql): Promise<void> {
  await sql`
    update conversations c set seq = last.seq, last_message_id = last.id, last_activity_at = last.created_at
    from (select id as conversation_id from conversations) which cross join lateral (
      select id, seq, created_at from messages m where m.conversation_id = which.conversation_id order by seq desc limit 1) last
    where c.id = which.conversation_id`;
  await sql`
    update conversation_members m set last_read_seq = greatest(0, c.seq - abs(hashtext(c.id || m.member_id)) % 20)
    from conversations c, users u where c.id = m.conversation_id and u.id = m.member_id and u.name <> 'Ida'`;
}
