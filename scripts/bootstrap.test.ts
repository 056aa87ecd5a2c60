import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { must } from '#lib/std/must.ts';
import { startTimeOf, takeLock } from '#server/process-lock.mjs';
import { refuseOldNode } from './bootstrap/node-version.mjs';

const places: string[] = [];
afterAll(() => places.forEach((place) => rmSync(place, { recursive: true, force: true })));

describe('installing', () => {
  test('happens once, and again only when the lockfile changes', async () => {
    const checkout = newCheckout();
    await run(checkout, 'check');
    await run(checkout, 'check');
    expect(logged(checkout)).toEqual(['installed', 'checked', 'checked']);
    appendFileSync(join(checkout, 'package-lock.json'), '\n');
    await run(checkout, 'check');
    expect(logged(checkout)).toEqual(['installed', 'checked', 'checked', 'installed', 'checked']);
  });

  test('that was interrupted is begun anew', async () => {
    const checkout = newCheckout();
    const first = start(checkout, 'check', { INSTALL: 'hangs' });
    await said(first, 'Installing');
    await vi.waitFor(() => expect(logged(checkout)).toEqual(['installed']), 10_000);
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect((await run(checkout, 'check')).code).toBe(0);
    expect(logged(checkout)).toEqual(['installed', 'installed', 'checked']);
  });

  test('that fails shows what was said, and ends with a code of its own', async () => {
    const { code, output } = await run(newCheckout(), 'check', { INSTALL: 'fails' });
    expect(output).toMatch(/the network is down[^]*Installing .* failed after .* s/);
    expect(code).toBe(82);
  });

  test('onto a full disk says so', async () => {
    const { code, output } = await run(newCheckout(), 'check', { INSTALL: 'finds the disk full' });
    expect(output).toContain('The disk is full.');
    expect(code).toBe(74);
  });

  test('is done by one of two commands that start at once, while the other waits', async () => {
    const checkout = newCheckout();
    await Promise.all([run(checkout, 'check'), run(checkout, 'check')]);
    expect(logged(checkout).filter((line) => line === 'installed')).toHaveLength(1);
  });
});

describe('building', () => {
  test('happens once, and again when a source changes, but not for a test', async () => {
    const checkout = newCheckout();
    await run(checkout, 'start');
    await run(checkout, 'start');
    write(checkout, 'app/page.test.ts', 'a test');
    await run(checkout, 'start');
    expect(logged(checkout).filter((line) => line === 'built')).toHaveLength(1);
    write(checkout, 'app/page.tsx', 'another page');
    await run(checkout, 'start');
    expect(logged(checkout).filter((line) => line === 'built')).toHaveLength(2);
  });

  test('that fails shows what was said, ends with a code of its own, and is begun anew', async () => {
    const checkout = newCheckout();
    const { code, output } = await run(checkout, 'start', { BUILD: 'fails' });
    expect(output).toMatch(/a type error[^]*Building .* failed/);
    expect(code).toBe(83);
    await run(checkout, 'start');
    expect(logged(checkout)).toEqual(['installed', 'built', 'built', 'served in production']);
  });
});

describe('the app', () => {
  test('gets its environment, and its exit code is the command’s', async () => {
    const checkout = newCheckout();
    expect((await run(checkout, 'dev', { APP: 'process.exit(69)' })).code).toBe(69);
    expect(logged(checkout)).toEqual(['installed', 'served in development']);
  });

  test('drains on SIGTERM, and the command waits for it', async () => {
    const command = start(newCheckout(), 'start', { APP: DRAINS });
    await said(command, 'ready');
    command.kill('SIGTERM');
    command.kill('SIGTERM');
    const [code] = await once(command, 'exit');
    expect(code).toBe(7);
  });

  test.runIf(process.platform === 'linux')('drains also when the command is killed', async () => {
    const checkout = newCheckout();
    const command = start(checkout, 'start', { APP: DRAINS });
    const pid = Number(/ready (\d+)/.exec(await said(command, 'ready'))?.[1]);
    command.kill('SIGKILL');
    await vi.waitFor(() => expect(startTimeOf(pid)).toBeNull(), 10_000);
    expect(logged(checkout)).toContain('drained');
  });

  test.runIf(process.platform !== 'win32')('drains also when npm’s shell alone is told to end', async () => {
    const checkout = newCheckout();
    const command = start(checkout, 'start', { APP: DRAINS, npm_lifecycle_event: 'start' }, [
      'sh',
      '-c',
      '"$@"; true',
      'sh',
    ]);
    await said(command, 'ready');
    command.kill('SIGTERM');
    await vi.waitFor(() => expect(logged(checkout)).toContain('drained'), 10_000);
  });
});

describe('a start is refused, with a sentence,', () => {
  test('when the data directory is in use, and before anything is installed', async () => {
    const checkout = newCheckout();
    mkdirSync(join(checkout, '.data'));
    takeLock(join(checkout, '.data/app.lock'), 'the app');
    const { code, output } = await run(checkout, 'start');
    expect(output).toContain(`is in use by process ${process.pid}`);
    expect(code).toBe(75);
    expect(logged(checkout)).toEqual([]);
  });

  test('also when .env names that directory', async () => {
    const checkout = newCheckout();
    write(checkout, '.env', 'DATA_DIR="elsewhere"\n');
    write(checkout, 'elsewhere/.keep', '');
    takeLock(join(checkout, 'elsewhere/app.lock'), 'the app');
    expect((await run(checkout, 'start')).output).toContain(join(checkout, 'elsewhere'));
  });

  test('on a Node that is too old', () => {
    expect(() => refuseOldNode('18.20.0')).toThrow(
      /This is Node 18\.20\.0, and Claw Chat needs \d+\.\d+\.\d+ or newer/,
    );
    expect(() => refuseOldNode('24.0.0')).not.toThrow();
  });

  test('for a command that doesn’t exist', async () => {
    expect((await run(newCheckout(), 'strat')).output).toContain('The commands are start, dev, test, check, ');
  });
});

/** What drains does so visibly: it ends with a code that no signal gives. */
const DRAINS = `process.on('SIGTERM', () => { log('drained'); process.exit(7); }); setInterval(() => {}, 1000); console.log('ready', process.pid);`;

const LOG = `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'; const log = (line) => appendFileSync('log', line + '\\n');`;

/** Stands where npm does: leaves a node_modules with a build tool in it. */
const NPM = `${LOG} log('installed');
  if (process.env.INSTALL === 'fails') { console.error('the network is down'); process.exit(1); }
  if (process.env.INSTALL === 'finds the disk full') { console.error('npm error code ENOSPC'); process.exit(1); }
  if (process.env.INSTALL === 'hangs') await new Promise((resolve) => setInterval(resolve, 2 ** 30));
  mkdirSync('node_modules/next/dist/bin', { recursive: true });
  writeFileSync('node_modules/next/dist/bin/next', process.env.NEXT_SCRIPT);`;

const NEXT = `const { appendFileSync, mkdirSync } = require('node:fs');
  mkdirSync(process.env.NEXT_DIST_DIR, { recursive: true }); appendFileSync('log', 'built\\n');
  if (process.env.BUILD === 'fails') { console.log('a type error'); process.exit(1); }`;

/** The real bootstrap in a folder of its own, around an app of one line. */
function newCheckout(): string {
  const checkout = realpathSync(mkdtempSync(join(tmpdir(), 'clawchat-checkout-')));
  places.push(checkout);
  for (const path of ['bootstrap', 'bootstrap.mjs'])
    cpSync(join(import.meta.dirname, path), join(checkout, 'scripts', path), { recursive: true });
  for (const name of ['exit-codes.mjs', 'process-lock.mjs', 'parent-death.mjs']) {
    cpSync(join(import.meta.dirname, '../server', name), join(checkout, 'server', name));
  }
  write(checkout, 'package.json', JSON.stringify({ type: 'module', imports: { '#server/*': './server/*' } }));
  write(checkout, 'package-lock.json', '{}');
  write(checkout, 'npm.js', NPM);
  write(checkout, 'app/page.tsx', 'a page');
  write(checkout, 'scripts/check.mjs', `${LOG} log('checked');`);
  write(checkout, 'server/main.ts', `${LOG} log('served in ' + process.env.NODE_ENV); eval(process.env.APP ?? '');`);
  return checkout;
}

function write(checkout: string, path: string, content: string): void {
  mkdirSync(dirname(join(checkout, path)), { recursive: true });
  writeFileSync(join(checkout, path), content);
}

function logged(checkout: string): string[] {
  const file = join(checkout, 'log');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

function start(checkout: string, command: string, env: NodeJS.Dict<string> = {}, shell: string[] = []): ChildProcess {
  const words = [...shell, process.execPath, join(checkout, 'scripts/bootstrap.mjs'), command];
  return spawn(must(words[0], 'a program'), words.slice(1), {
    env: {
      NODE_ENV: 'test',
      PATH: process.env['PATH'],
      npm_execpath: join(checkout, 'npm.js'),
      NEXT_SCRIPT: NEXT,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function run(
  checkout: string,
  command: string,
  env?: NodeJS.Dict<string>,
): Promise<{ code: number; output: string }> {
  const child = start(checkout, command, env);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += String(data)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

/** Returns what a command has said, once that holds the word. */
function said(child: ChildProcess, word: string): Promise<string> {
  let output = '';
  return new Promise((resolve) => {
    child.stdout?.on('data', (data: Buffer) => {
      output += String(data);
      if (output.includes(word)) resolve(output);
    });
  });
}
