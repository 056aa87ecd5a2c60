import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '#lib/std/must.ts';
import { connect, type TestDatabase } from '#server/testing/database.ts';
import { headOf, type Company } from '../company.ts';
import { positions } from '../ledger.ts';
import { addLosses, count, type Report } from '../report.ts';
import type { Witness } from '../witness.ts';
import { judgeOrder, judgeTables, type AcknowledgedSends, type Tables } from './acknowledged.ts';
import type { TakingAgent } from './agent.ts';
import type { Home } from './home.ts';

export interface Evidence {
  report: Report;
  acknowledged: AcknowledgedSends;
  company: Company;
  witnesses: Witness[];
  agent: TakingAgent;
  patienceMs: number;
}

type Sql = TestDatabase['sql'];

/** What people were told is stored, held against the tables, what every reader was shown and what the agent was told. */
export async function judge({ address }: Home, evidence: Evidence): Promise<void> {
  const { report, acknowledged } = evidence;
  const sql = connect(address, 1);
  try {
    await refuseForgetful(sql);
    count(report, 'sends acknowledged', acknowledged.all.length);
    await judgeReaders(sql, evidence);
    const tables = await waitForAgent(sql, evidence);
    judgeTables(report, acknowledged, tables);
    judgeOrder(report, acknowledged);
  } finally {
    await sql.end();
  }
}

/** On a server that doesn't wait for its disk the drill would prove nothing. */
async function refuseForgetful(sql: Sql): Promise<void> {
  const [row] = await sql<{ fsync: string; commit: string }[]>`
    select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`;
  if (row?.fsync !== 'on' || row.commit !== 'on') throw new Error(`the database runs with ${JSON.stringify(row)}`);
}

async function judgeReaders(sql: Sql, { report, company, witnesses, patienceMs }: Evidence): Promise<void> {
  const heads = await Promise.all(company.rooms.map((room) => headOf({ sql: sql as never }, room)));
  const expected = company.rooms.map(({ context }, n) => [context, positions(0, must(heads[n], 'a head'))] as const);
  for (const witness of witnesses) {
    const isWhole = () =>
      company.rooms.every(({ context }, n) => (witness.ledgers.get(context)?.newest ?? 0) >= (heads[n] ?? 0));
    await witness.until(isWhole, patienceMs);
    count(report, 'connections of readers', witness.connections);
    for (const [context, wanted] of expected) {
      const ledger = must(witness.ledgers.get(context), 'a ledger');
      addLosses(report, ledger.judge(wanted));
      count(report, 'events shown to readers', wanted.length);
      if (ledger.foreign(wanted) > 0) report.broken.push(`somebody was shown what is not in the log of ${context}`);
      if (ledger.resyncs > 0) report.broken.push(`${context} was resynced for nothing`);
    }
  }
}

async function waitForAgent(sql: Sql, { report, acknowledged, company, agent, patienceMs }: Evidence): Promise<Tables> {
  const beganMs = performance.now();
  const waited = () => performance.now() - beganMs;
  while (agent.count < acknowledged.all.length && waited() < patienceMs) await sleep(20);
  report.figures['seconds that the agent was behind the readers in the end'] = (waited() / 1_000).toFixed(1);
  const tables = await readTables(sql, company);
  const written = Map.groupBy(tables.messages, ({ conversationId }) => conversationId);
  addLosses(report, agent.judge(new Map([...written].map(([id, rows]) => [id, rows.map((row) => row.id)]))));
  count(report, 'messages that the agent was told', agent.count);
  count(report, 'streams of the agent', agent.streams);
  return tables;
}

/** All of it, in the order of the log. */
async function readTables(sql: Sql, { rooms }: Company): Promise<Tables> {
  const ids = rooms.map(({ conversationId }) => conversationId);
  const contexts = rooms.map(({ context }) => context);
  return {
    messages: await sql<Tables['messages']>`
      select id, conversation_id as "conversationId", client_id as "clientId", seq::int from messages
      where conversation_id = any(${ids}) order by seq`,
    events: await sql<Tables['events']>`
      select payload ->> 'messageId' as "messageId", seq::int from events
      where context = any(${contexts}) and type = 'message.created'`,
    deliveries: await sql<Tables['deliveries']>`
      select message_id as "messageId" from deliveries where conversation_id = any(${ids}) and type = 'message.created'`,
  };
}
