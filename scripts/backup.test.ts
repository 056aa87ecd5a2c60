import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureDatabase, startEmbeddedPostgres } from '#server/db/embedded.ts';
import { migrate } from '#server/db/migrate.ts';
import { connect } from '#server/testing/database.ts';
import { until } from '#server/testing/until.ts';

/** Each command starts a Node, and most of them a Postgres. */
const patienceMs = 180_000;
const place = mkdtempSync(join(tmpdir(), 'clawchat-commands-'));
const dataDirs: string[] = [];
let origin: string;

function newDataDir(): string {
  const dataDir = mkdtempSync(join(place, 'data-'));
  dataDirs.push(dataDir);
  return dataDir;
}

async function start(dataDir: string) {
  const server = await startEmbeddedPostgres({ dataDir });
  return { server, address: await ensureDatabase(server, 'clawchat') };
}

async function people(dataDir: string): Promise<string[]> {
  const { server, address } = await start(dataDir);
  const sql = connect(address, 1);
  const rows = await sql<{ name: string }[]>`select name from users`;
  await sql.end();
  await server.stop();
  return rows.map(({ name }) => name);
}

beforeAll(async () => {
  origin = newDataDir();
  const { server, address } = await start(origin);
  const sql = connect(address, 1);
  await migrate(sql);
  await sql`insert into users (id, email, name, pepper) values ('maya', 'maya@home.test', 'Maya', 'p')`;
  await sql.end();
  await server.stop();
});
afterAll(() => {
  // As root a database may live elsewhere.
  const homes = dataDirs.filter((dataDir) => existsSync(join(dataDir, 'postgres')));
  for (const home of homes) rmSync(dirname(realpathSync(join(home, 'postgres'))), { recursive: true, force: true });
  rmSync(place, { recursive: true, force: true });
});

interface Ended {
  code: number | null;
  output: string;
}

function command(name: 'backup' | 'restore', dataDir: string, ...args: string[]) {
  const program = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', INIT_CWD: place, NODE_ENV: 'test' as const };
  return spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(...[name, dataDir, ...args]: Parameters<typeof command>): Promise<Ended> {
  const child = command(name, dataDir, ...args);
  const gone = once(child, 'exit');
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await gone) as [number | null];
  return { code, output: said + complained };
}

test(
  'a running database is backed up as it runs, a stopped one is started for the while, and what was running is restored elsewhere',
  async () => {
    const { server } = await start(origin);
    const whileRunning = await run('backup', origin, 'running.backup');
    await server.stop();
    expect(whileRunning).toMatchObject({ code: 0, output: expect.stringContaining('Backed up to') });
    expect(await run('backup', origin, 'stopped.backup')).toMatchObject({ code: 0 });
    expect(existsSync(join(realpathSync(join(origin, 'postgres')), 'postmaster.pid'))).toBe(false);
    const dataDir = newDataDir();
    const restored = await run('restore', dataDir, 'running.backup');
    expect(restored).toMatchObject({ code: 0, output: expect.stringContaining('Restored what was there') });
    expect(await people(dataDir)).toEqual(['Maya']);
  },
  patienceMs,
);

test(
  'what can’t be done ends with a sentence and a code of its own, and changes nothing',
  async () => {
    expect(await run('restore', origin, 'stopped.backup')).toMatchObject({
      code: 88,
      output: expect.stringContaining('--replace'),
    });
    expect(await run('restore', origin)).toMatchObject({
      code: 64,
      output: expect.stringContaining('Say which backup'),
    });
    expect(await run('restore', newDataDir(), 'no.backup')).toMatchObject({ code: 87 });
    expect(await run('backup', newDataDir(), 'none.backup')).toMatchObject({ code: 77 });
    const { server } = await start(origin);
    expect(await run('restore', origin, 'stopped.backup', '--replace')).toMatchObject({ code: 75 });
    await server.stop();
    expect(await people(origin)).toEqual(['Maya']);
  },
  patienceMs,
);

test(
  'a backup that is stopped leaves nothing, and one that was killed is begun anew',
  async () => {
    const left = join(place, 'again.backup.unfinished');
    const begun = async () => {
      const child = command('backup', origin, 'again.backup');
      await until(() => existsSync(left));
      return child;
    };
    const found = () => readdirSync(place).filter((name) => name.startsWith('again'));
    const stopped = await begun();
    stopped.kill('SIGTERM');
    await once(stopped, 'exit');
    expect(found()).toEqual([]);
    const killed = await begun();
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(found()).toEqual(['again.backup.unfinished']);
    expect(await run('backup', origin, 'again.backup')).toMatchObject({ code: 0 });
    expect(found()).toEqual(['again.backup']);
  },
  patienceMs,
);
