import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = join(import.meta.dirname, 'redis.mjs');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clawchat-path-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a Redis or a Valkey that is there is taken', async () => {
  place('valkey-server', '');
  expect(await bring()).toMatchObject({ out: `${join(folder, 'valkey-server')}\n`, code: 0 });
  place('redis-server', '');
  expect(await bring()).toMatchObject({ out: `${join(folder, 'redis-server')}\n`, code: 0 });
});

test('who may not install is told the command', async () => {
  expect(await bring()).toMatchObject({ out: '', code: 1, err: expect.stringContaining('brew install redis') });
});

test('of three tests that want it at once, one installs it; where we may not, each says the command', async () => {
  const log = join(folder, 'log');
  const server = join(folder, 'redis-server');
  writeFileSync(log, '');
  place('apt-get', `/bin/echo "$1 $#" >> ${log}; if [ "$1" = install ]; then /bin/sleep 0.2; : > ${server}; fi`);
  place('setpriv', 'exec /usr/bin/setpriv "$@"');
  const brought = await Promise.all([bring(), bring(), bring()]);
  const [code, said, asked] =
    process.getuid?.() === 0
      ? [0, `${server}\n`, 'update 1\ninstall 4\n']
      : [1, '  sudo apt-get install --yes redis-server\n', ''];
  expect(brought.map((one) => [one.code, (one.out + one.err).endsWith(said)])).toEqual(
    Array.from({ length: 3 }, () => [code, true]),
  );
  expect(readFileSync(log, 'utf8')).toBe(asked);
});

function place(name: string, body: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** With nothing else on its PATH. */
async function bring() {
  const child = spawn(process.execPath, [script], { env: { ...process.env, PATH: folder, TMPDIR: folder } });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { out, err, code: await ended };
}
