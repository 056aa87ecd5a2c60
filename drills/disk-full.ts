import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { announce } from '#server/chat/attachments/announce.ts';
import { sweepFiles } from '#server/chat/attachments/jobs.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { connect } from '#server/testing/database.ts';
import { startDatabaseServer, type DatabaseServer } from '#server/testing/database-server.ts';
import { download, put } from '#server/testing/files.ts';
import { guest } from '#server/testing/personas.ts';
import { mountSmallDisk, type SmallDisk } from './disk/small-disk.ts';
import type { Ground } from './ground.ts';
import { count, emptyReport, type Report } from './report.ts';
import { healthSays, judgeAnswer } from './trouble/onlooker.ts';

export interface DiskFullOptions {
  ground: Ground;
  rounds: number;
}

/** `nobody`: as whom an embedded Postgres of root's runs. */
const nobody = 65_534;
/** Without room, some sends still find a place in what is there; by then none does. */
const sendsMax = 400;
const refusalsWanted = 4;
/** More than Postgres keeps ready for later. */
const logFilesMax = 16;
const patienceMs = 60_000;

/** The disk of files, that of the data, and that of everything: full, and then with room again. Needs root. */
export async function diskFull({ ground, rounds }: DiskFullOptions): Promise<Report> {
  const report = emptyReport();
  await filesFull(ground, report, rounds);
  await dataFull(report, rounds);
  await everythingFull(report, rounds);
  return report;
}

async function filesFull(ground: Ground, report: Report, rounds: number): Promise<void> {
  using disk = mountSmallDisk(4);
  await using database = await ground.newDatabase();
  const env = { DATA_DIR: disk.folder };
  await using house = await startTestApp({ database, env, limits: 'generous', log: { write: () => undefined } });
  const maya = await guest(house.app, 'Maya');
  const { conversationId } = maya;
  const bytes = randomBytes(1_000_000);
  for (let round = 0; round < rounds; round++) {
    const file = { conversationId, mimeType: 'application/octet-stream', filename: 'walk.bin', size: bytes.length };
    const { attachmentId, putUrl } = await announce(house.app, maya.principal, file);
    const before = filesIn(disk);
    disk.fill();
    const refused = await put(house.ownUrl + putUrl, bytes);
    const said = await refused.text();
    const isSaid = refused.status === 503 && refused.headers.get('retry-after') !== null && said.includes('no room');
    if (isSaid) count(report, 'uploads: told that there is no room');
    else report.broken.push(`a full disk answered an upload with ${refused.status}: ${said}`);
    if (filesIn(disk).length > before.length) report.broken.push('half a file was left on a full disk');
    disk.makeRoom();
    const again = await put(house.ownUrl + putUrl, bytes);
    if (again.status !== 200) report.broken.push(`with room, the same upload was refused: ${again.status}`);
    const content = [{ type: 'attachment', attachmentId }];
    await ask('POST', `${house.ownUrl}/api/trpc/messages.send`, {
      headers: maya.headers,
      body: { conversationId, clientId: ulid(), content },
    });
    const read = await download(house, maya.principal, { conversationId, attachmentId });
    if (!Buffer.from(await read.arrayBuffer()).equals(bytes)) report.broken.push('a file is not what was sent');
    // A disk of four megabytes has no room for every round's.
    await house.app.sql`delete from attachments where id = ${attachmentId}`;
    await sweepFiles(house.app).run();
    count(report, 'disks of files filled');
  }
}

function filesIn({ folder }: SmallDisk): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'filler')
    .map(({ name }) => name);
}

/** The log has room, so Postgres goes on: only what needs a longer file is refused. */
async function dataFull(report: Report, rounds: number): Promise<void> {
  using disk = mountSmallDisk(64);
  const tablespace = join(disk.folder, 'data');
  mkdirSync(tablespace, { mode: 0o700 });
  chownSync(tablespace, nobody, nobody);
  await using server = await startDatabaseServer({ tablespace });
  await fillUnder(
    { server, disk, report, what: 'disks of data filled', demandsReading: true, harm: async () => undefined },
    rounds,
  );
}

/** Without room for its log Postgres stops at once, and can't start: it is started again until it can. */
async function everythingFull(report: Report, rounds: number): Promise<void> {
  using disk = mountSmallDisk(400);
  const settings = { max_wal_size: '32MB', min_wal_size: '32MB' };
  await using server = await startDatabaseServer({ dataDir: disk.folder, settings });
  const sql = connect(server.address, 1);
  const harm = async () => {
    try {
      for (let n = 0; n < logFilesMax; n++) {
        // Each begins another file of the log, until there is none.
        await sql`select pg_switch_wal()`;
        await sql`select pg_logical_emit_message(true, 'drill', 'more')`;
      }
      report.broken.push('Postgres went on writing its log on a full disk');
    } catch {
      count(report, 'times that Postgres ended for want of a log');
    }
  };
  await fillUnder({ server, disk, report, what: 'disks of everything filled', demandsReading: false, harm }, rounds);
  await sql.end({ timeout: 1 });
}

interface Filling {
  server: DatabaseServer;
  disk: SmallDisk;
  report: Report;
  what: string;
  demandsReading: boolean;
  harm(): Promise<void>;
}

async function fillUnder({ server, disk, report, what, demandsReading, harm }: Filling, rounds: number): Promise<void> {
  const database = {
    address: server.address,
    sql: connect(server.address, 1),
    [Symbol.asyncDispose]: async () => undefined,
  };
  await using house = await startTestApp({ database, limits: 'generous', log: { write: () => undefined } });
  const maya = await guest(house.app, 'Maya');
  let acknowledged = 0;
  const [before] = await house.app.sql<{ n: number }[]>`select count(*) as n from messages`;
  for (let round = 0; round < rounds; round++) {
    disk.fill();
    await harm();
    let refusals = 0;
    for (let n = 0; n < sendsMax && refusals < refusalsWanted; n++) {
      const answer = await send(house, maya);
      judgeAnswer(report, `sends, ${what}`, answer);
      if (answer.status === 200) acknowledged += 1;
      else refusals += 1;
      const reading = await read(house, maya);
      judgeAnswer(report, `reads, ${what}`, reading);
      if (demandsReading && reading.status !== 200) report.broken.push('reading stopped with the disk of data full');
    }
    if (refusals === 0) report.broken.push(`${what}: nothing was refused`);
    disk.makeRoom();
    if (!(await healthSays(house.ownUrl, 200, patienceMs))) report.broken.push(`${what}: it never came back`);
    const back = await send(house, maya);
    if (back.status === 200) acknowledged += 1;
    else report.broken.push(`${what}: with room, a send was answered with ${back.status}: ${back.text}`);
    count(report, what);
  }
  const [after] = await house.app.sql<{ n: number }[]>`select count(*) as n from messages`;
  const stored = (after?.n ?? 0) - (before?.n ?? 0);
  if (stored < acknowledged) report.lost += acknowledged - stored;
  count(report, `acknowledged, ${what}`, acknowledged);
}

type Guest = Awaited<ReturnType<typeof guest>>;

/** Letters that can't be made shorter: each send needs room. */
function send({ ownUrl }: TestApp, { headers, conversationId }: Guest) {
  const content = [{ type: 'text', text: randomBytes(5_000).toString('base64') }];
  const body = { conversationId, clientId: ulid(), content };
  return ask('POST', `${ownUrl}/api/trpc/messages.send`, { headers, body });
}

function read({ ownUrl }: TestApp, { headers, conversationId }: Guest) {
  const input = encodeURIComponent(JSON.stringify({ conversationId, limit: 1 }));
  return ask('GET', `${ownUrl}/api/trpc/messages.list?input=${input}`, { headers });
}
