import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { pack } from './tarball.ts';

const plugin = resolve(import.meta.dirname, '../../../integrations/openclaw-plugin');
const folder = mkdtempSync(join(tmpdir(), 'openclaw-plugin-'));
let house: TestApp;

beforeAll(async () => {
  house = await startTestApp();
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

test('anybody gets the plugin that fits this server, whole, and not again while it is the same', async () => {
  const address = `${house.url}/integrations/openclaw-plugin.tgz`;
  const response = await fetch(address);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/gzip']);
  unpack(Buffer.from(await response.arrayBuffer()));
  for (const name of ['index.js', 'package.json', 'openclaw.plugin.json', 'vendor/bot-sdk.js', 'README.md'])
    expect([name, readFileSync(join(folder, 'package', name))]).toEqual([name, readFileSync(join(plugin, name))]);
  const names = execFileSync('find', ['package', '-type', 'f'], { cwd: folder, encoding: 'utf8' });
  expect(names).not.toMatch(/test|fake/);
  const etag = response.headers.get('etag') ?? '';
  expect((await fetch(address, { headers: { 'if-none-match': etag } })).status).toBe(304);
});

test('the same files make the same archive, and every byte of them is in it', async () => {
  const sizes = [0, 1, 511, 512, 513, 5_000];
  const files = sizes.map((size) => ({ name: `package/${size}`, bytes: new Uint8Array(size).fill(size % 251) }));
  const archive = await pack(files);
  expect(await pack(files)).toEqual(archive);
  unpack(archive);
  for (const { name, bytes } of files) expect(new Uint8Array(readFileSync(join(folder, name)))).toEqual(bytes);
  await expect(pack([{ name: 'x'.repeat(101), bytes: new Uint8Array() }])).rejects.toThrow('too long');
});

function unpack(archive: Buffer): void {
  writeFileSync(join(folder, 'archive.tgz'), archive);
  execFileSync('tar', ['xzf', 'archive.tgz'], { cwd: folder });
}
