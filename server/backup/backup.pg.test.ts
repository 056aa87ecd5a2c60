import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { must } from '#lib/std/must.ts';
import { send } from '#server/chat/messages/send.ts';
import { connectAlone } from '#server/db/client.ts';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { knownMigrations, migrate, migrateUpTo, migrationLock } from '#server/db/migrate.ts';
import { readEnv, type Env } from '#server/env.ts';
import { consume } from '#server/realtime/consumer.ts';
import { createDiskStorage } from '#server/storage/disk.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts';
import { guest } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';
import type { Manifest } from './manifest.ts';
import { restoreBackup, type Restored } from './restore.ts';
import { readTables, rowsOf, tallyOf } from './tables.ts';
import { takeBackup } from './take.ts';

const place = mkdtempSync(join(tmpdir(), 'clawchat-backup-'));
const bytes = randomBytes(300_000);
const fileKey = 'a'.repeat(32);
const goneKey = 'b'.repeat(32);
let source: TestDatabase;
let house: TestApp;
let folder: string;
let manifest: Manifest;
const opened: TestDatabase[] = [];

/** The app that is backed up goes on all the while. */
beforeAll(async () => {
  source = await createTestDatabase();
  house = await startTestApp({ database: source });
  const { app } = house;
  const maya = await guest(app, 'Maya');
  const text = 'tab\there, line\nthere, \\N and 🦀';
  const { messageId } = await send(app, maya.principal, {
    conversationId: maya.conversationId,
    content: [{ type: 'text', text }],
  });
  await send(app, maya.principal, {
    conversationId: maya.conversationId,
    content: [{ type: 'text', text: 'and that' }],
    inReplyToMessageId: messageId,
  });
  await app.storage.put(fileKey, pieces(bytes), bytes.length);
  for (const key of [fileKey, goneKey]) {
    await app.sql`
      insert into attachments (conversation_id, id, uploader_id, key, mime_type, size, filename, status)
      values (${maya.conversationId}, ${key.slice(0, 26)}, ${maya.principal.userId}, ${key}, 'text/plain', ${bytes.length}, 'x', 'pending')`;
  }
  // An effect that is behind: it has seen all that there was until now, and none of what comes.
  await app.sql`insert into consumers (name, cursor) values ('behind', pg_current_snapshot())`;
  await send(app, maya.principal, { conversationId: maya.conversationId, content: [{ type: 'text', text: 'unseen' }] });
  folder = join(place, 'whole.backup');
  manifest = await takeBackup({ env: envOf(house.app.env.dataDir), address: source.address, folder, say });
});
afterEach(async () => {
  for (const database of opened.splice(0)) await database[Symbol.asyncDispose]();
});
afterAll(async () => {
  await house.close();
  await source[Symbol.asyncDispose]();
  rmSync(place, { recursive: true, force: true });
});

const said: string[] = [];
const say = (sentence: string) => void said.push(sentence);

const encryption = '5eedc0de'.repeat(8);

/** An installation whose key came from the environment, as that of the app under test. */
function envOf(dataDir: string, more: Record<string, string> = {}): Env {
  return readEnv({ NODE_ENV: 'test', DATA_DIR: dataDir, ENCRYPTION_KEY: encryption, ...more });
}

async function* pieces(all: Buffer): AsyncGenerator<Uint8Array> {
  yield all;
}

async function newDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  opened.push(database);
  return database;
}

interface Restoring {
  address: DatabaseAddress;
  from?: string;
  dataDir?: string;
  replace?: boolean;
}

function restore({ address, from = folder, dataDir = newFolder(), replace = false }: Restoring): Promise<Restored> {
  const storage = createDiskStorage(join(dataDir, 'files'));
  return restoreBackup({ env: envOf(dataDir), address, storage, folder: from, replace, say });
}

function newFolder(): string {
  return mkdtempSync(join(place, 'data-'));
}

/** A copy with something changed. */
function copyWith(change: (copy: string) => void): string {
  const copy = join(mkdtempSync(join(place, 'copy-')), 'changed.backup');
  cpSync(folder, copy, { recursive: true });
  change(copy);
  return copy;
}

/** As `sha256sum` would write it: what was changed on purpose and not by accident. */
function withManifest(change: (manifest: Record<string, unknown>) => void): string {
  return copyWith((copy) => {
    const path = join(copy, 'manifest.json');
    const changed = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    change(changed);
    const text = JSON.stringify(changed);
    writeFileSync(path, text);
    const sums = join(copy, 'SHA256SUMS');
    const sum = createHash('sha256').update(text).digest('hex');
    writeFileSync(sums, readFileSync(sums, 'utf8').replace(/^.{64}(?= {2}manifest\.json$)/m, sum));
  });
}

async function tallies({ sql }: TestDatabase): Promise<Record<string, unknown>> {
  const tables = await readTables(sql);
  const found = await Promise.all(
    tables.map(async (table) => [table.name, await tallyOf(sql, rowsOf(table))] as const),
  );
  return Object.fromEntries(found);
}

async function eventsSeenBy({ sql }: TestDatabase, name: string): Promise<string[]> {
  const seen: string[] = [];
  await consume(sql as never, {
    name,
    handle: async (_tx, events) =>
      void seen.push(...events.map(({ context, seq, type }) => `${context} ${seq} ${type}`)),
  });
  return seen;
}

test('what is restored is what was there: each table row by row, each file byte by byte', async () => {
  const database = await newDatabase();
  const dataDir = newFolder();
  const { epoch, aside } = await restore({ address: database.address, dataDir });
  await database.sql`update instance set epoch = ${manifest.epoch}`;
  const expected = Object.fromEntries(manifest.tables.map(({ name, rows, checksum }) => [name, { rows, checksum }]));
  expect(await tallies(database)).toEqual(expected);
  expect(manifest.tables.find(({ name }) => name === 'messages')?.rows).toBe(3);
  expect(epoch).toBeGreaterThan(manifest.epoch);
  expect(aside).toBe(null);
  const restored = await createDiskStorage(join(dataDir, 'files')).get(fileKey);
  expect((await buffer(must(restored, 'the file'))).equals(bytes)).toBe(true);
  expect(manifest.files).toMatchObject({ where: 'here', count: 2, bytes: bytes.length, missing: [goneKey] });
});

test('an effect goes on where it was: nothing again that it had seen, and all that it had not, once and in order', async () => {
  const database = await newDatabase();
  await restore({ address: database.address });
  const seen = await eventsSeenBy(database, 'behind');
  expect(seen.filter((event) => event.endsWith('message.created'))).toHaveLength(1);
  expect(seen).toEqual(await eventsSeenBy(source, 'behind'));
  expect(await eventsSeenBy(database, 'behind')).toEqual([]);
  const [seenByAll] = await database.sql`select count(*)::int as count from events`;
  expect(seenByAll?.['count']).toBeGreaterThan(seen.length);
});

test('no other column holds transaction ids, which mean nothing in another cluster', async () => {
  const columns = await source.sql<{ column: string }[]>`
    select c.relname || '.' || a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.atttypid in ('xid8'::regtype, 'xid'::regtype, 'pg_snapshot'::regtype, 'txid_snapshot'::regtype)
      and a.attnum > 0 order by 1`;
  expect(columns.map(({ column }) => column)).toEqual(['consumers.cursor', 'events.tx']);
});

test('each restore of the same backup has an epoch of its own', async () => {
  const database = await newDatabase();
  const first = await restore({ address: database.address });
  // A second of the clock further on: two of one second would take the same.
  await until(async () => (await secondsSince2026(database)) > first.epoch);
  const second = await restore({ address: database.address, replace: true });
  expect(second.epoch).toBeGreaterThan(first.epoch);
});

async function secondsSince2026({ sql }: TestDatabase): Promise<number> {
  const [row] = await sql<{ seconds: number }[]>`
    select extract(epoch from clock_timestamp() - timestamptz '2026-01-01Z')::int as seconds`;
  return must(row, 'the time').seconds;
}

test('a database that holds something is refused, or moved aside whole when that is said', async () => {
  const database = await newDatabase();
  await database.sql`insert into users (id, email, name, pepper) values ('u', 'u@home.test', 'U', 'p')`;
  await expect(restore({ address: database.address })).rejects.toMatchObject({ code: 'database_not_empty' });
  const [left] = await database.sql`select name from users`;
  expect(left).toEqual({ name: 'U' });
  const { aside } = await restore({ address: database.address, replace: true });
  const [kept] = await database.sql`select name from ${database.sql(must(aside, 'a schema'))}.users`;
  expect(kept).toEqual({ name: 'U' });
  const [restored] = await database.sql`select name from users`;
  expect(restored).toEqual({ name: 'Maya' });
});

test('a database that an app runs on is refused', async () => {
  await expect(restore({ address: source.address, replace: true })).rejects.toMatchObject({ code: 'data_in_use' });
});

test.each([
  ['what is no backup', () => newFolder(), 'backup_unfit', 'no backup'],
  [
    'another product’s manifest',
    () => withManifest((one) => (one['product'] = 'other')),
    'backup_unfit',
    'something else',
  ],
  ['a newer format', () => withManifest((one) => (one['format'] = 2)), 'backup_unfit', 'newer version'],
  [
    'a newer schema',
    () => withManifest((one) => (one['migrations'] = [...manifest.migrations, { when: Date.now() * 2, hash: 'x' }])),
    'schema_too_new',
    'newer version',
  ],
  [
    'another history',
    () => withManifest((one) => (one['migrations'] = manifest.migrations.map(({ when }) => ({ when, hash: 'x' })))),
    'backup_unfit',
    'another history',
  ],
  [
    'a changed manifest',
    () => copyWith((at) => appendFileSync(join(at, 'manifest.json'), ' ')),
    'backup_unfit',
    'manifest.json',
  ],
  [
    'a changed table',
    () => copyWith((at) => spoil(join(at, 'tables/events.copy.gz'))),
    'backup_unfit',
    'tables/events',
  ],
  [
    'a missing table',
    () => copyWith((at) => rmSync(join(at, 'tables/events.copy.gz'))),
    'backup_unfit',
    'tables/events',
  ],
  ['a changed file', () => copyWith((at) => spoil(join(at, 'files', fileKey))), 'backup_unfit', 'files/'],
  [
    'fewer rows than it says',
    () =>
      withManifest((one) => {
        one['tables'] = manifest.tables.map((table) => ({ ...table, rows: table.rows + 1 }));
      }),
    'backup_unfit',
    'came out otherwise',
  ],
])('%s is refused with a sentence, and nothing is changed', async (_what, make, code, words) => {
  const database = await newDatabase();
  const dataDir = newFolder();
  const before = await tallies(database);
  const refused = restore({ address: database.address, from: make(), dataDir });
  await expect(refused).rejects.toMatchObject({ code, sentence: expect.stringContaining(words) });
  expect(await tallies(database)).toEqual(before);
  expect(existsSync(join(dataDir, 'secrets'))).toBe(false);
});

/** One byte in the middle. */
function spoil(path: string): void {
  const all = readFileSync(path);
  const middle = Math.floor(all.length / 2);
  all.writeUInt8(all.readUInt8(middle) ^ 1, middle);
  writeFileSync(path, all);
}

test('nobody but its owner may look into a backup, and each of its files is summed as sha256sum does it', () => {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const modeOf = (path: string) => statSync(path).mode & 0o777;
  const paths = (isFile: boolean) =>
    entries.filter((entry) => entry.isFile() === isFile).map((entry) => join(entry.parentPath, entry.name));
  expect(new Set(paths(true).map(modeOf))).toEqual(new Set([0o600]));
  expect(new Set([folder, ...paths(false)].map(modeOf))).toEqual(new Set([0o700]));
  const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
  const summed = paths(true).filter((path) => !path.endsWith('SHA256SUMS'));
  const lineOf = (path: string) =>
    `${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${path.slice(folder.length + 1)}`;
  expect(sums.toSorted()).toEqual(summed.map(lineOf).toSorted());
});

test('a node that has nothing to migrate starts during a backup, and one that has waits for its end', async () => {
  const [uptodate, behind] = [await newDatabase(), await newDatabase()];
  await behind.sql`delete from drizzle.__drizzle_migrations`;
  for (const [database, waits] of [
    [uptodate, false],
    [behind, true],
  ] as const) {
    const backup = connectAlone(database.address, 'backup');
    await backup`select pg_advisory_lock_shared(${migrationLock})`;
    const node = connectAlone(database.address, 'node');
    let isOver = false;
    const started = migrate(node)
      .catch(() => undefined)
      .finally(() => (isOver = true));
    await until(async () => isOver || (await isWaiting(database)));
    expect(isOver).toBe(!waits);
    await backup.end();
    await started;
    await node.end();
  }
});

async function isWaiting({ sql }: TestDatabase): Promise<boolean> {
  const waiting = await sql`
    select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`;
  return waiting.length > 0;
}

test('a backup that fails leaves nothing, and one that is there is not written over', async () => {
  const nowhere = join(place, 'fails.backup');
  const env = envOf(newFolder());
  const empty = { host: '/nowhere', port: 1, user: 'nobody', database: 'none' };
  await expect(takeBackup({ env, address: empty, folder: nowhere, say })).rejects.toThrow('ENOENT');
  expect(readdirSync(place).filter((name) => name.startsWith('fails'))).toEqual([]);
  const again = takeBackup({ env, address: source.address, folder, say });
  await expect(again).rejects.toMatchObject({ sentence: expect.stringContaining('is there already') });
});

test('secrets that the first start made go along, and others that are there are moved aside', async () => {
  const { address } = await newDatabase();
  const origin = newFolder();
  mkdirSync(join(origin, 'secrets'));
  writeFileSync(join(origin, 'secrets/encryption'), encryption);
  writeFileSync(join(origin, 'secrets/auth'), 'x'.repeat(40));
  const own = readEnv({ NODE_ENV: 'test', DATA_DIR: origin });
  const taken = await takeBackup({ env: own, address: source.address, folder: join(place, 'own.backup'), say });
  expect(taken.secrets).toEqual(['auth', 'encryption']);
  const dataDir = newFolder();
  mkdirSync(join(dataDir, 'secrets'));
  writeFileSync(join(dataDir, 'secrets/auth'), 'y'.repeat(40));
  const storage = createDiskStorage(join(dataDir, 'files'));
  const env = readEnv({ NODE_ENV: 'test', DATA_DIR: dataDir });
  await restoreBackup({ env, address, storage, folder: join(place, 'own.backup'), replace: false, say });
  expect(readFileSync(join(dataDir, 'secrets/auth'), 'utf8')).toBe('x'.repeat(40));
  const aside = must(
    readdirSync(dataDir).find((name) => name.startsWith('secrets-before-')),
    'the others',
  );
  expect(readFileSync(join(dataDir, aside, 'auth'), 'utf8')).toBe('y'.repeat(40));
});

test('with another encryption key than the one of its database nothing is restored', async () => {
  const { address } = await newDatabase();
  const dataDir = newFolder();
  const storage = createDiskStorage(join(dataDir, 'files'));
  const env = readEnv({ NODE_ENV: 'test', DATA_DIR: dataDir, ENCRYPTION_KEY: '0'.repeat(64) });
  const refused = restoreBackup({ env, address, storage, folder, replace: false, say });
  await expect(refused).rejects.toMatchObject({ code: 'bad_configuration' });
});

test('a backup of an earlier version is restored as it was, and then brought up to date', async () => {
  const earlier = await newDatabase();
  await earlier.sql.unsafe('drop schema public cascade; drop schema drizzle cascade; create schema public');
  const sixth = must(knownMigrations()[6], 'an earlier step').when;
  const sql = connectAlone(earlier.address, 'earlier');
  await sql.begin((tx) => migrateUpTo(tx, sixth));
  await sql.end();
  await earlier.sql`insert into users (id, email, name, pepper) values ('u', 'u@home.test', 'U', 'p')`;
  const old = join(place, 'old.backup');
  await takeBackup({ env: envOf(newFolder()), address: earlier.address, folder: old, say });
  const database = await newDatabase();
  await restore({ address: database.address, from: old });
  const [row] = await database.sql`select name from users`;
  expect(row).toEqual({ name: 'U' });
  const steps = await database.sql`select hash from drizzle.__drizzle_migrations order by created_at`;
  expect(steps.map(({ hash }) => hash as string)).toEqual(knownMigrations().map(({ hash }) => hash));
});
