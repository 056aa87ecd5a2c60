import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { movableClock } from '#server/testing/app.ts';
import { readConfiguration, writeConfiguration } from './configuration-file.ts';

const clock = movableClock();
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openclaw-settings-'));
  file = join(folder, 'home/openclaw.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('none is none, and what is written is read, by its owner only', async () => {
  expect(await readConfiguration(file)).toBeNull();
  await writeConfiguration(file, { channels: {} }, clock);
  expect(await readConfiguration(file)).toEqual({ channels: {} });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, 'home'))).toEqual(['openclaw.json']);
});

test.each(['{ // with a comment\n}', '', '[]', 'null', '{"a":1'])(
  'what can’t be understood is an error, and stays as it is: %s',
  async (text) => {
    await writeConfiguration(file, {}, clock);
    writeFileSync(file, text);
    await expect(readConfiguration(file)).rejects.toThrow('stays as it is');
    expect(readFileSync(file, 'utf8')).toBe(text);
  },
);

test('what was there before is kept beside it, the newest five', async () => {
  for (let version = 0; version < 8; version++) {
    await writeConfiguration(file, { version }, clock);
    clock.pass(1_000);
  }
  const backups = readdirSync(join(folder, 'home')).filter((name) => name.includes('.backup-'));
  const versions = backups.toSorted().map((name) => readFileSync(join(folder, 'home', name), 'utf8').match(/\d+/)?.[0]);
  expect(versions).toEqual(['2', '3', '4', '5', '6']);
});

test('what can’t be written leaves the one that is there whole, and no draft', async () => {
  await writeConfiguration(file, { kept: true }, clock);
  const circular: Record<string, unknown> = {};
  circular['itself'] = circular;
  await expect(writeConfiguration(file, circular, clock)).rejects.toThrow('circular');
  expect(await readConfiguration(file)).toEqual({ kept: true });
  expect(existsSync(`${file}.${process.pid}.new`)).toBe(false);
});
