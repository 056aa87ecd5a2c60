import { isBotId } from '#lib/contract/ids.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Manifest } from '#server/backup/manifest.ts';
import { readTables, rowsOf, tallyOf } from '#server/backup/tables.ts';
import type { TestDatabase } from '#server/testing/database.ts';
import type { Room } from '../company.ts';
import { addLosses, count, type Report } from '../report.ts';
import type { Outside } from './outside.ts';
import type { Page } from './page.ts';
import type { People } from './people.ts';
import { readRoom } from './people.ts';
import type { Writers } from './writers.ts';

/** Before anybody lives in it: each table is what it was, but for the epoch. */
export async function judgeRows({ sql }: TestDatabase, manifest: Manifest, report: Report): Promise<void> {
  const [found] = await sql<{ epoch: number }[]>`select epoch from instance`;
  const { epoch } = must(found, 'the installation');
  if (epoch <= manifest.epoch) report.broken.push('the epoch was not raised');
  await sql`update instance set epoch = ${manifest.epoch}`;
  for (const table of await readTables(sql)) {
    const expected = must(
      manifest.tables.find(({ name }) => name === table.name),
      table.name,
    );
    const { rows, checksum } = await tallyOf(sql, rowsOf(table));
    if (rows !== expected.rows || checksum !== expected.checksum)
      report.broken.push(`${table.name} is not what it was`);
    count(report, 'rows restored', rows);
  }
  await sql`update instance set epoch = ${epoch}`;
}

/** What the second house has confirmed is there, once. */
export async function judgeSaid(judged: { app: AppContext; writers: Writers; report: Report }): Promise<void> {
  const { app, writers, report } = judged;
  const sent = writers.by(2);
  const found = await app.sql<{ id: string; clientId: string }[]>`
    select id, client_id as "clientId" from messages where client_id = any(${sent.map(({ clientId }) => clientId)})`;
  const times = (clientId: string) => found.filter((row) => row.clientId === clientId).length;
  for (const { clientId } of sent) addLosses(report, onceOf(times(clientId)));
  count(report, 'acknowledged by the house that was lost', writers.by(1).length);
  count(report, 'acknowledged by the one that was restored', sent.length);
}

interface Told {
  app: AppContext;
  people: People;
  outside: Outside;
  /** A conversation whose first words were owed at the time of the backup. */
  owed: string;
  report: Report;
}

/** By both houses together. */
export async function judgeTold({ app, people, outside, owed, report }: Told): Promise<void> {
  const [asked, streaming] = people.rooms;
  for (const [room, taken] of [
    [asked, outside.byRequest],
    [streaming, outside.byStream],
  ] as const) {
    const { ids } = await readRoom(app, room);
    for (const id of ids) addLosses(report, onceOf(taken.filter((one) => one === id).length));
    const foreign = taken.filter((id) => !ids.includes(id)).length;
    if (foreign > 0) report.broken.push(`an agent was told of ${foreign} messages that are not there`);
    count(report, 'deliveries', taken.length);
  }
  await judgePushes({ app, people, outside, report });
  const greetings = await greetingsIn(app);
  for (const times of greetings.values()) addLosses(report, onceOf(times));
  if (!greetings.has(owed)) report.broken.push('somebody who came just before the backup was not greeted');
  count(report, 'greetings', greetings.size);
}

/** Each notification once on each device; newer messages take the place of older ones, but the newest is always shown. */
async function judgePushes({ app, people, outside, report }: Omit<Told, 'owed'>): Promise<void> {
  const [newest] = await app.sql<{ id: string }[]>`
    select id from messages where conversation_id = ${people.rooms[0].conversationId} order by seq desc limit 1`;
  for (const deviceId of people.deviceIds) {
    const messages = outside.devices.taken
      .filter((one) => one.deviceId === deviceId)
      .map(({ push }) => ('messageId' in push.data ? String(push.data.messageId) : push.id));
    const doubled = messages.length - new Set(messages).size;
    const lost = messages.includes(must(newest, 'a message').id) ? 0 : 1;
    addLosses(report, { lost, doubled, outOfOrder: 0 });
    count(report, 'pushes', messages.length);
  }
}

/** How often those who come with an account have been spoken to first, by conversation. */
async function greetingsIn({ sql }: AppContext): Promise<Map<string, number>> {
  const rows = await sql<{ conversationId: string; senderId: string }[]>`
    select m.conversation_id as "conversationId", m.sender_id as "senderId" from messages m
    join conversations c on c.id = m.conversation_id join sandboxes s on s.id = c.sandbox_id and s.runtime = 'builtin'`;
  const said = rows.filter(({ senderId }) => isBotId(senderId)).map(({ conversationId }) => conversationId);
  return new Map([...new Set(said)].map((id) => [id, said.filter((one) => one === id).length]));
}

/** A page that was open all the while shows what is there, and nothing of what was lost. */
export async function judgePage(judged: { app: AppContext; page: Page; rooms: Room[]; report: Report }): Promise<void> {
  const { app, page, rooms, report } = judged;
  for (const room of rooms) {
    const { ids } = await readRoom(app, room);
    if (!(await page.shows(room, ids))) report.broken.push('a page shows something else than what is there');
    count(report, 'messages shown', ids.length);
  }
  if (page.resyncs < rooms.length) report.broken.push('a page went on as if nothing had happened');
  count(report, 'resyncs', page.resyncs);
}

function onceOf(times: number) {
  return { lost: times === 0 ? 1 : 0, doubled: Math.max(0, times - 1), outOfOrder: 0 };
}
