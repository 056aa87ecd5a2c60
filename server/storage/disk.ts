import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkedKey, noRoom, outOfReach, type Storage } from './storage.ts';

/**
 * Files in a folder of this machine. Keys are random, so their first two digits spread them over 256 folders: a million
 * files are 4,000 in each, which every file system lists without effort.
 */
export function createDiskStorage(folder: string): Storage {
  const pathOf = (key: string) => join(folder, key.slice(0, 2), checkedKey(key));
  return {
    put: (key, bytes) => write(pathOf(key), bytes).catch(explain),
    get: async (key, range) => {
      const file = await open(pathOf(key)).catch(absent);
      if (file === null) return null;
      return file.createReadStream(range === undefined ? {} : { start: range.first, end: range.last });
    },
    remove: async (key) => {
      const path = pathOf(key);
      await Promise.all([path, partOf(path)].map((each) => rm(each, { force: true }))).catch(explain);
    },
  };
}

/** Under another name until it is whole, so that a reader, or a crash, never finds half of it. */
async function write(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const part = partOf(path);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(part, 'w', 0o600);
  try {
    await fill(file, bytes);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** A row will say that this file is there, and Postgres syncs that row: so the file is on the disk before. */
async function fill(file: FileHandle, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** The name is written down by its folder, not by the file. Windows has no such thing and refuses to open a folder. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path).catch(() => null);
  try {
    await folder?.sync();
  } finally {
    await folder?.close();
  }
}

function partOf(path: string): string {
  return `${path}.part`;
}

const full = new Set(['ENOSPC', 'EDQUOT']);
const ofTheDisk = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENOTDIR',
  'EISDIR',
  'ENOENT',
  'EEXIST',
]);

/** What the disk says becomes a sentence; what the bytes threw on their way to it stays what it is. */
function explain(error: unknown): never {
  const code = codeOf(error);
  if (full.has(code)) throw noRoom(error);
  throw ofTheDisk.has(code) ? outOfReach(error) : error;
}

function absent(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  return explain(error);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
