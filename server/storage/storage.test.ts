import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#lib/std/must.ts';
import { startS3Store, type S3Store } from '#server/testing/s3-store.ts';
import { createDiskStorage } from './disk.ts';
import { createS3Storage } from './s3.ts';
import type { Storage } from './storage.ts';

let folder: string;
let store: S3Store;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clawchat-files-'));
  store = await startS3Store();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await store[Symbol.asyncDispose]();
});

const freshKey = () => randomBytes(16).toString('hex');

/** As a request's body comes: in pieces of any size, and with an end that may be an error. */
async function* inPieces(bytes: Buffer, pieceSize: number, end?: Error): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize);
  if (end !== undefined) throw end;
}

async function read(found: Readable | null): Promise<Buffer> {
  return buffer(must(found, 'something under this key'));
}

describe.each([
  ['disk', () => createDiskStorage(folder), () => filesIn(folder)],
  ['S3', () => createS3Storage(store.bucket), () => [...store.objects.keys()]],
] as [string, () => Storage, () => string[]][])('on %s', (_name, open, listed) => {
  test('what was put is there byte by byte, whole and in any range, until it is removed', async () => {
    const storage = open();
    const bytes = randomBytes(300_000);
    const key = freshKey();
    await storage.put(key, inPieces(bytes, 64_000), bytes.length);
    expect((await read(await storage.get(key))).equals(bytes)).toBe(true);
    for (const [first, last] of [
      [0, 0],
      [0, 299_999],
      [299_999, 299_999],
      [65_535, 131_073],
    ] as const) {
      const part = await read(await storage.get(key, { first, last }));
      expect(part.equals(bytes.subarray(first, last + 1)), `${first}-${last}`).toBe(true);
    }
    await storage.remove(key);
    expect(await storage.get(key)).toBe(null);
    await storage.remove(key);
  });

  test('an upload that is cut off leaves nothing, and says why', async () => {
    const storage = open();
    const before = listed();
    const key = freshKey();
    const cut = new Error('the line went');
    await expect(storage.put(key, inPieces(randomBytes(200_000), 50_000, cut), 400_000)).rejects.toBe(cut);
    expect(await storage.get(key)).toBe(null);
    expect(listed()).toEqual(before);
  });

  test('an empty file and a thumbnail beside it are files like others', async () => {
    const storage = open();
    const key = freshKey();
    await storage.put(key, inPieces(Buffer.alloc(0), 1), 0);
    await storage.put(`${key}.thumbnail`, inPieces(Buffer.from('small'), 5), 5);
    expect(await read(await storage.get(key))).toHaveLength(0);
    expect(String(await read(await storage.get(`${key}.thumbnail`)))).toBe('small');
  });

  test.each(['../../etc/passwd', 'a', '', `${'a'.repeat(32)}/..`, `${'A'.repeat(32)}`, `${'a'.repeat(32)}.part/x`])(
    'no key of anybody else’s making is looked for: %s',
    async (key) => {
      const storage = open();
      await expect(async () => storage.get(key)).rejects.toThrow('no key of a file');
      await expect(async () => storage.put(key, inPieces(Buffer.alloc(1), 1), 1)).rejects.toThrow('no key of a file');
      await expect(async () => storage.remove(key)).rejects.toThrow('no key of a file');
    },
  );
});

test('on disk, what a crash left of an upload goes with its key', async () => {
  const storage = createDiskStorage(folder);
  const key = freshKey();
  await storage.put(key, inPieces(Buffer.from('x'), 1), 1);
  await storage.remove(key);
  const part = join(folder, key.slice(0, 2), `${key}.part`);
  writeFileSync(part, 'half of');
  expect(await storage.get(key)).toBe(null);
  await storage.remove(key);
  expect(filesIn(folder)).not.toContain(part);
});

test('on disk, nobody but the owner may look', async () => {
  const own = mkdtempSync(join(tmpdir(), 'clawchat-files-'));
  await createDiskStorage(own).put('a'.repeat(32), inPieces(Buffer.from('x'), 1), 1);
  expect(readdirSync(own, { withFileTypes: true }).map(({ name }) => name)).toEqual(['aa']);
  expect(statSync(join(own, 'aa')).mode & 0o777).toBe(0o700);
  expect(statSync(join(own, 'aa', 'a'.repeat(32))).mode & 0o777).toBe(0o600);
  rmSync(own, { recursive: true });
});

test('a folder that can’t be made is unavailable, with the cause for the log', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  const storage = createDiskStorage(join(file, 'below'));
  const refused = storage.put(freshKey(), inPieces(Buffer.alloc(1), 1), 1);
  await expect(refused).rejects.toMatchObject({ code: 'unavailable', cause: { code: 'ENOTDIR' } });
});

test.runIf(existsSync('/dev/full'))('a full disk is said to be full, and nothing is left on it', async () => {
  const storage = createDiskStorage(folder);
  const key = freshKey();
  // What is written there fails as on a full disk.
  const part = join(folder, key.slice(0, 2), `${key}.part`);
  mkdirSync(dirname(part), { recursive: true });
  symlinkSync('/dev/full', part);
  const refused = storage.put(key, inPieces(randomBytes(200_000), 50_000), 200_000);
  await expect(refused).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('no room'),
    cause: { code: 'ENOSPC' },
  });
  expect(readdirSync(dirname(part)).filter((name) => name.startsWith(key))).toEqual([]);
  expect(await storage.get(key)).toBe(null);
});

test('a store that refuses is unavailable, and its words are for the log only', async () => {
  const storage = createS3Storage({ ...store.bucket, secretAccessKey: 'another' });
  await expect(storage.get(freshKey())).rejects.toMatchObject({ code: 'unavailable' });
  const refused = storage.put(freshKey(), inPieces(randomBytes(1_000_000), 10_000), 1_000_000);
  await expect(refused).rejects.toMatchObject({
    code: 'unavailable',
    cause: { message: expect.stringContaining('403') },
  });
  expect(new Set(store.refused)).toEqual(new Set(['NoSuchKey', 'SignatureDoesNotMatch']));
});

test('a store that isn’t there is unavailable', async () => {
  const storage = createS3Storage({ ...store.bucket, endpoint: 'http://127.0.0.1:1' });
  await expect(storage.get(freshKey())).rejects.toMatchObject({ code: 'unavailable' });
  await expect(storage.remove(freshKey())).rejects.toMatchObject({ code: 'unavailable' });
});

function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
