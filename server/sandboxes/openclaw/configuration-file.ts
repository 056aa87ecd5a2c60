import { copyFile, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '#server/clock.ts';
import { isRecord, type Settings } from './settings.ts';

const backupsKept = 5;

/** Null: there is none. What can't be understood is an error, so that nobody writes over somebody's work. */
export async function readConfiguration(file: string): Promise<Settings | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const settings = parse(file, text);
  if (!isRecord(settings)) throw new Error(`${file} is not an object, so it stays as it is.`);
  return settings;
}

/** Whole or not at all, with the former one kept beside it. Only its owner reads it: it holds keys. */
export async function writeConfiguration(file: string, settings: Settings, clock: Clock): Promise<void> {
  const text = `${JSON.stringify(settings, null, 2)}\n`;
  parse(file, text);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await backUp(file, clock);
  const draft = `${file}.${process.pid}.new`;
  try {
    await writeThrough(draft, text);
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeThrough(file: string, text: string): Promise<void> {
  await using handle = await open(file, 'w', 0o600);
  await handle.writeFile(text);
  await handle.sync();
}

async function backUp(file: string, clock: Clock): Promise<void> {
  const stamp = clock.now().toISOString().replaceAll(/[:.]/g, '-');
  try {
    await copyFile(file, `${file}.backup-${stamp}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const backups = (await readdir(dirname(file))).filter((name) => name.startsWith(`${basename(file)}.backup-`));
  const old = backups.toSorted().slice(0, -backupsKept);
  for (const name of old) await rm(join(dirname(file), name));
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON, so it stays as it is.`, { cause });
  }
}
