import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ensureDatabase, startEmbeddedPostgres, type EmbeddedPostgres } from '#server/db/embedded.ts';
import { installedBinaries } from '#server/db/embedded/binaries.ts';
import { prepareHome } from '#server/db/embedded/home.ts';
import { endOrphan, startPostmaster } from '#server/db/embedded/postmaster.ts';
import { startTimeOf } from '#server/process-lock.mjs';

const asRoot = process.getuid?.() === 0;
const places: string[] = [];

let prepared = '';

beforeAll(async () => {
  prepared = emptyDataDir();
  await (await start(prepared)).stop();
});

afterAll(() => places.forEach((place) => rmSync(place, { recursive: true, force: true })));

describe('what was committed', () => {
  test('is there after a stop and a start, which find the database in UTF-8', async () => {
    const dataDir = newDataDir();
    const first = await start(dataDir);
    await query(first, (sql) => sql`create table notes as select 'Zoë' as text`);
    await first.stop();
    await using second = await start(dataDir);
    const [row] = await query(
      second,
      (sql) => sql`select upper(text) as text, getdatabaseencoding() as encoding from notes`,
    );
    expect(row).toEqual({ text: 'ZOË', encoding: 'UTF8' });
  });

  test('survives kill -9 of the database, and the next start recovers by itself', async () => {
    const dataDir = newDataDir();
    const first = await start(dataDir);
    await query(first, (sql) => sql`create table notes as select 1 as n`);
    process.kill(postmasterOf(dataDir), 'SIGKILL');
    await first.stop();
    await using second = await start(dataDir);
    expect(await query(second, (sql) => sql`select n from notes`)).toHaveLength(1);
  });

  test('survives kill -9 of the app', async () => {
    const dataDir = newDataDir();
    await killed(await startInChild(dataDir));
    await using next = await start(dataDir);
    expect(await query(next, (sql) => sql`select n from notes`)).toHaveLength(1);
  });
});

test('a database that is killed under the living app is started again', async () => {
  const dataDir = newDataDir();
  const said: string[] = [];
  await using server = await startEmbeddedPostgres({ dataDir, settings: FAST, onProgress: (line) => said.push(line) });
  const killed = postmasterOf(dataDir);
  process.kill(killed, 'SIGKILL');
  await vi.waitFor(() => expect(said).toContain('The database is running again.'), 10_000);
  expect(postmasterOf(dataDir)).not.toBe(killed);
  expect(await query(server, (sql) => sql`select 1`)).toHaveLength(1);
});

describe('no process is left', () => {
  test('by a stop', async () => {
    const dataDir = newDataDir();
    const server = await start(dataDir);
    const pid = postmasterOf(dataDir);
    await Promise.all([server.stop(), server.stop()]);
    expect(startTimeOf(pid)).toBeNull();
    expect(existsSync(join(dataDir, 'postgres.lock'))).toBe(false);
  });

  test.runIf(process.platform === 'linux')('by kill -9 of the app', async () => {
    const dataDir = newDataDir();
    const app = await startInChild(dataDir);
    const pid = postmasterOf(dataDir);
    await killed(app);
    await vi.waitFor(() => expect(startTimeOf(pid)).toBeNull(), { timeout: 10_000 });
  });

  test('by Ctrl-C before the app has stopped it: the database is outside of the app’s group', async () => {
    const dataDir = newDataDir();
    await using _server = await start(dataDir);
    const pid = postmasterOf(dataDir);
    expect(Number(execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' }))).toBe(pid);
  });
});

describe('a database that outlived its app', () => {
  test('is ended and started again as ours', async () => {
    const dataDir = newDataDir();
    const pid = await leaveOrphan(dataDir);
    await using next = await start(dataDir);
    expect(next.adopted).toBe(true);
    expect(startTimeOf(pid)).toBeNull();
    expect(await query(next, (sql) => sql`select n from notes`)).toHaveLength(1);
  });

  // As Postgres is that was told to stop while it recovered from a crash of its own: it waits for what it will never end.
  test.runIf(process.platform === 'linux')('and does not stop when it is asked to is ended all the same', async () => {
    const dataDir = newDataDir();
    const pid = await leaveOrphan(dataDir);
    process.kill(childOf(pid, 'background writer'), 'SIGSTOP');
    expect(await endOrphan(prepareHome(dataDir), { patienceMs: 100 })).toBe(true);
    expect(startTimeOf(pid)).toBeNull();
    await using next = await start(dataDir);
    expect(await query(next, (sql) => sql`select n from notes`)).toHaveLength(1);
  });

  test('whose pid now belongs to somebody else is not touched', async () => {
    const dataDir = newDataDir();
    await (await start(dataDir)).stop();
    writeFileSync(
      join(dataDir, 'postgres/postmaster.pid'),
      `${process.pid}\n${dataDir}/postgres\n1\n5432\n\n\n  1  1\nready\n`,
    );
    await using next = await start(dataDir);
    expect(next.adopted).toBe(false);
  });

  test('and that wasn’t to be seen before ours was started is ended then', async () => {
    const dataDir = newDataDir();
    const pid = await leaveOrphan(dataDir);
    const native = join(prepareHome(dataDir).directory, 'pg', installedBinaries().version);
    const ours = await startPostmaster(prepareHome(dataDir), native, {});
    expect(startTimeOf(pid)).toBeNull();
    await ours.stop();
  });

  test('and left its socket’s lock, whose pid now belongs to somebody else, is no hindrance', async () => {
    const dataDir = newDataDir();
    await (await start(dataDir)).stop();
    const { identity, socketDir } = prepareHome(dataDir);
    // Of the same user as the server, or Postgres itself would know that it is none.
    const somebody = spawn('sleep', ['600'], { ...identity, stdio: 'ignore' });
    await once(somebody, 'spawn');
    writeFileSync(join(socketDir, '.s.PGSQL.5432.lock'), `${somebody.pid}\n${dataDir}/postgres\n1\n5432\n\n`);
    await using next = await start(dataDir);
    expect(next.adopted).toBe(false);
    expect(somebody.kill()).toBe(true);
  });
});

describe('a data directory is refused, with a sentence,', () => {
  test('when another process uses it', async () => {
    const dataDir = newDataDir();
    await using _server = await start(dataDir);
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'data_in_use',
      sentence: expect.stringContaining(`process ${process.pid}`),
    });
  });

  test('when another major version of Postgres made it', async () => {
    const dataDir = emptyDataDir();
    mkdirSync(join(dataDir, 'postgres'));
    writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '16\n');
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'data_of_other_version',
      exitCode: 65,
      sentence: expect.stringMatching(/Postgres 16.*backup/),
    });
    expect(readFileSync(join(dataDir, 'postgres/PG_VERSION'), 'utf8')).toBe('16\n');
  });

  test('when Postgres itself can’t work with it, in Postgres’ words, and can be started again once it can', async () => {
    const dataDir = newDataDir();
    await (await start(dataDir)).stop();
    await expect(start(dataDir, { shared_buffers: 'plenty' })).rejects.toMatchObject({
      code: 'database_failed',
      sentence: expect.stringContaining('shared_buffers'),
    });
    await using _server = await start(dataDir);
  });
});

test('a start that was interrupted while unpacking or creating begins anew', async () => {
  const dataDir = emptyDataDir();
  mkdirSync(join(dataDir, 'pg/18.unpacking/bin'), { recursive: true });
  mkdirSync(join(dataDir, 'postgres.new/base'), { recursive: true });
  await using server = await start(dataDir);
  expect(await query(server, (sql) => sql`select 1`)).toHaveLength(1);
});

test('a data directory too deep for a socket gets its socket elsewhere', async () => {
  const dataDir = join(emptyDataDir(), 'deep'.repeat(20), 'deep'.repeat(20));
  await using server = await start(dataDir);
  expect(dirname(server.socketDir)).toBe(realpathSync(tmpdir()));
  expect(statSync(server.socketDir).mode & 0o777).toBe(0o700);
  places.push(server.socketDir);
});

describe.runIf(asRoot)('as root', () => {
  test('the server runs as an unprivileged user', async () => {
    const dataDir = newDataDir();
    await using _server = await start(dataDir);
    expect(statSync(`/proc/${postmasterOf(dataDir)}`).uid).toBe(65534);
  });

  test('a data directory that only root may enter is opened to the server, and to nobody else', async () => {
    const dataDir = newDataDir();
    chmodSync(dataDir, 0o700);
    await using server = await start(dataDir);
    expect(server.socketDir).toBe(join(dataDir, 'run'));
    expect(statSync(dataDir)).toMatchObject({ uid: 0, gid: 65534, mode: 0o40710 });
  });

  test('a data directory below a closed one keeps a link to its database, which is found again even once the directory is open', async () => {
    const closed = emptyDataDir();
    chmodSync(closed, 0o700);
    const dataDir = join(closed, 'data');
    const said: string[] = [];
    const first = await startEmbeddedPostgres({
      dataDir,
      settings: FAST,
      onProgress: (sentence) => said.push(sentence),
    });
    const home = dirname(realpathSync(join(dataDir, 'postgres')));
    places.push(home);
    await query(first, (sql) => sql`create table notes as select 1 as n`);
    await first.stop();
    expect(lstatSync(join(dataDir, 'postgres')).isSymbolicLink()).toBe(true);
    expect(said[0]).toContain(home);
    chmodSync(closed, 0o755);
    await using second = await start(dataDir);
    expect(await query(second, (sql) => sql`select n from notes`)).toHaveLength(1);
  });
});

const FAST = { fsync: 'off', shared_buffers: '16MB' };

function emptyDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'clawchat-embedded-'));
  chmodSync(dataDir, 0o755);
  places.push(dataDir);
  return dataDir;
}

/** With a database already created in it, which is most of a first start's time. */
function newDataDir(): string {
  const dataDir = emptyDataDir();
  execFileSync('cp', ['-a', join(prepared, 'postgres'), dataDir]);
  linkTree(join(prepared, 'pg'), join(dataDir, 'pg'));
  return dataDir;
}

/** The programs are 60 MB, and nobody writes to them. */
function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) linkTree(join(from, entry.name), join(to, entry.name));
    else linkSync(join(from, entry.name), join(to, entry.name));
  }
}

function start(dataDir: string, settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, settings: { ...FAST, ...settings } });
}

async function query<T>(server: EmbeddedPostgres, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const address = await ensureDatabase(server, 'clawchat');
  const sql = 'url' in address ? postgres(address.url) : postgres({ ...address, max: 1 });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
}

function childOf(postmaster: number, name: string): number {
  const all = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(postmaster)], { encoding: 'utf8' }).split('\n');
  return Number.parseInt(all.find((line) => line.includes(name)) ?? '');
}

/** An app that starts the database, writes one row and then only waits to be killed. */
async function startInChild(dataDir: string): Promise<ChildProcess> {
  const script = `
    import postgres from 'postgres';
    import { ensureDatabase, startEmbeddedPostgres } from '#server/db/embedded.ts';
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, settings: ${JSON.stringify(FAST)} });
    const sql = postgres(await ensureDatabase(server, 'clawchat'));
    await sql\`create table notes as select 1 as n\`;
    console.log('written');`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  expect(line).toBe('written');
  return child;
}

async function killed(app: ChildProcess): Promise<void> {
  app.kill('SIGKILL');
  await once(app, 'exit');
}

/** As a crash leaves it behind on systems that don't tell a child of its parent's death. */
async function leaveOrphan(dataDir: string): Promise<number> {
  const app = await start(dataDir);
  await query(app, (sql) => sql`create table notes as select 1 as n`);
  await app.stop();
  const [version = ''] = readdirSync(join(dataDir, 'pg'));
  const words = ['-D', join(dataDir, 'postgres'), '-k', join(dataDir, 'run'), '-c', 'listen_addresses='];
  const orphan = spawn(join(dataDir, 'pg', version, 'bin/postgres'), words, {
    ...(asRoot ? { uid: 65534, gid: 65534 } : {}),
    cwd: dataDir,
    detached: true,
    stdio: 'ignore',
  });
  await vi.waitFor(
    () => expect(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).toContain('ready'),
    10_000,
  );
  return orphan.pid ?? 0;
}
