import { must } from '#lib/std/must.ts';
import { connectAlone } from '#server/db/client.ts';
import { knownMigrations, migrate, migrateUpTo } from '#server/db/migrate.ts';
import type { TestDatabase } from '#server/testing/database.ts';
import { connect } from '#server/testing/database.ts';
import { until } from '#server/testing/until.ts';
import type { Ground } from './ground.ts';
import { addLosses, count, emptyReport, type Report } from './report.ts';
import { inhabit, statementsOf, type Statement } from './upgrading/older-node.ts';

export interface UpgradeOptions {
  ground: Ground;
  messages: number;
}

const conversations = 50;
const peopleEach = 2;
/** Of the schema since the previous version: an index, for which it has to wait, and a function. */
const newSteps = 2;

/**
 * A database as the previous version left it, with a node of that version still at work, is brought up to date by two newer nodes
 * that start at once; and for a while somebody works at length, so that the step has to wait. What the older node asks is
 * answered all the while, and what it was told is sent is there.
 */
export async function upgrade({ ground, messages }: UpgradeOptions): Promise<Report> {
  const report = emptyReport();
  await using database = await ground.newDatabase();
  await goBack(database);
  const place = await inhabit(database.sql, { conversations, messages });
  const acknowledged: string[] = [];
  const older = openNode(database, statementsOf(place, acknowledged));
  try {
    await until(() => acknowledged.length > 50);
    const before = await countRows(database);
    const work = await workAtLength(database);
    const newer = Promise.all([bringUpToDate(database), bringUpToDate(database)]);
    await until(() => isWaitingFor(database));
    const during = acknowledged.length;
    await until(() => acknowledged.length > during + 20);
    await work.end();
    await newer;
    const after = acknowledged.length;
    await until(() => acknowledged.length > after + 50);
    await older.end();
    await judge({ database, before, acknowledged, report });
    const { failures, slowestMs, asked } = older.figures();
    report.broken.push(...failures);
    count(report, 'statements of the older version', asked);
    count(report, 'messages acknowledged', acknowledged.length);
    report.figures['slowest statement of the older version, ms'] = slowestMs.toFixed(0);
  } finally {
    await older.end();
  }
  return report;
}

async function goBack({ address, sql }: TestDatabase): Promise<void> {
  const previous = must(knownMigrations().at(-1 - newSteps), 'a previous version').when;
  await sql.unsafe('drop schema public cascade; drop schema drizzle cascade; create schema public');
  const alone = connectAlone(address, 'drill');
  await alone.begin((tx) => migrateUpTo(tx, previous));
  await alone.end();
}

async function bringUpToDate({ address }: TestDatabase): Promise<void> {
  const sql = connect(address, 1);
  try {
    await migrate(sql);
  } finally {
    await sql.end();
  }
}

/** As a backup does, or somebody who looks around: they read, and write a row beside, whatever kind of lock the step may want. */
async function workAtLength({ sql }: TestDatabase): Promise<{ end(): Promise<unknown> }> {
  const over = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const working = sql.begin(async (tx) => {
    await tx`select count(*) from messages, deliveries limit 1`;
    await tx`
      insert into conversation_members (conversation_id, member_id, kind)
      select id, 'somebody else', 'user' from conversations limit 1`;
    begun.resolve();
    await over.promise;
  });
  await begun.promise;
  return {
    end: () => {
      over.resolve();
      return working;
    },
  };
}

/** Somebody waits for a table that somebody else has. */
async function isWaitingFor({ sql }: TestDatabase): Promise<boolean> {
  const waiting = await sql`
    select from pg_locks where not granted and locktype = 'relation'
      and database = (select oid from pg_database where datname = current_database())`;
  return waiting.length > 0;
}

async function countRows({ sql }: TestDatabase): Promise<number> {
  const [row] = await sql<{ rows: number }[]>`
    select ((select count(*) from messages) + (select count(*) from events))::int as rows`;
  return must(row, 'a count').rows;
}

interface Judged {
  database: TestDatabase;
  before: number;
  acknowledged: string[];
  report: Report;
}

async function judge({ database, before, acknowledged, report }: Judged): Promise<void> {
  const { sql } = database;
  const found = await sql<{ clientId: string }[]>`
    select client_id as "clientId" from messages where client_id = any(${acknowledged})`;
  const there = new Set(found.map(({ clientId }) => clientId));
  const lost = acknowledged.filter((clientId) => !there.has(clientId)).length;
  addLosses(report, { lost, doubled: found.length - there.size, outOfOrder: 0 });
  const [gaps] = await sql<{ count: number }[]>`
    select count(*)::int from conversations c
    where c.seq <> (select count(*) from messages m where m.conversation_id = c.id)`;
  if (gaps?.count !== 0) report.broken.push(`${gaps?.count} conversations count other messages than they have`);
  if ((await countRows(database)) < before) report.broken.push('rows are missing');
  const steps = await sql<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations order by created_at`;
  const known = knownMigrations().map(({ hash }) => hash);
  if (steps.map(({ hash }) => hash).join() !== known.join())
    report.broken.push('the steps of the schema are not each there once');
  count(report, 'rows migrated', before);
}

/** Asks all of it again and again, and keeps what went wrong. */
function openNode({ address }: TestDatabase, statements: Statement[]) {
  const sql = connect(address, statements.length * peopleEach);
  const failures: string[] = [];
  let isOver = false;
  let slowestMs = 0;
  let asked = 0;

  async function ask({ name, run }: Statement): Promise<void> {
    while (!isOver) {
      const began = performance.now();
      await run(sql).catch((error: unknown) => failures.push(`${name} failed: ${String(error)}`));
      slowestMs = Math.max(slowestMs, performance.now() - began);
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  const loops = Promise.all(Array.from({ length: peopleEach }, () => statements.map(ask)).flat());
  let ended: Promise<void> | null = null;
  return {
    figures: () => ({ failures: [...new Set(failures)], slowestMs, asked }),
    end: () => {
      isOver = true;
      return (ended ??= loops.then(() => sql.end({ timeout: 5 })));
    },
  };
}
