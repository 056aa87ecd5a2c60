import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adviceProblems, readAudit } from './advisories.mjs';

const check = resolve(import.meta.dirname, '../check.mjs');
let folder: string;
let answer: RequestListener;
let asked: string[] = [];
let pointed = 0;
let npm: Record<string, string> = {};
const registry = createServer((req, res) => {
  asked.push(`${req.method} ${req.url}`);
  answer(req, res);
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clawchat-advisories-'));
  await new Promise<void>((ready) => registry.listen(0, '127.0.0.1', ready));
  const dependencies = { thing: '1.0.0' };
  const thing = { version: '1.0.0', integrity: 'sha512-abc', license: 'MIT' };
  const root = { name: 'house', version: '1.0.0', dependencies };
  const lock = { ...root, lockfileVersion: 3, packages: { '': root, 'node_modules/thing': thing } };
  write('package.json', JSON.stringify(root));
  write('package-lock.json', JSON.stringify(lock));
  pointTo((registry.address() as AddressInfo).port);
});
afterAll(async () => {
  await new Promise((closed) => registry.close(closed));
  rmSync(folder, { recursive: true });
});

const advisory = {
  id: 1,
  url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
  title: 'Reads what it should not',
  severity: 'high',
  vulnerable_versions: '<1.0.1',
};

/** About a weak package npm asks once more, for what other versions there are. */
function knowing(...advisories: object[]): RequestListener {
  const versions = Object.fromEntries(['1.0.0', '1.0.1'].map((version) => [version, { name: 'thing', version }]));
  const thing = { name: 'thing', 'dist-tags': { latest: '1.0.1' }, versions };
  return (req, res) => res.end(JSON.stringify(req.method === 'POST' ? { thing: advisories } : thing));
}

test('a weakness that the registry knows of fails the check, with what and where', async () => {
  answer = knowing(advisory);
  const { code, output } = await run();
  expect(code).toBe(1);
  expect(output).toContain(`advisory: thing <1.0.1 is high: Reads what it should not\n  ${advisory.url}`);
});

test('one that is not grave does not', async () => {
  pointTo((registry.address() as AddressInfo).port);
  answer = knowing({ ...advisory, severity: 'moderate' });
  expect(await run()).toMatchObject({ code: 0, output: expect.stringMatching(/^ok {4}advisories {2}[\d.]+ s$/m) });
});

test.each<[string, RequestListener]>([
  ['doesn’t offer audits', (_req, res) => res.writeHead(405).end()],
  ['has trouble', (_req, res) => res.writeHead(503).end('later')],
  ['answers what nobody understands', (_req, res) => res.end('<html>')],
  ['hangs up', (req) => req.destroy()],
])('a registry that %s is told in one line, and fails nothing', async (_what, how) => {
  answer = how;
  asked = [];
  const { code, output } = await run();
  expect(code).toBe(0);
  expect(output.trim()).toMatch(/^ok {4}advisories {2}[\d.]+ s {2}not asked: .+$/);
  // Once, or twice for an older way of asking: never again and again.
  expect(asked.length).toBeLessThanOrEqual(2);
});

test('neither does a network that is away', async () => {
  pointTo(9);
  const { code, output } = await run();
  expect(code).toBe(0);
  expect(output).toContain('not asked: ');
});

test('an answer that never came is told as such', () => {
  expect(readAudit('')).toEqual({ why: 'the registry gave no answer within 20 s' });
});

test('what was accepted is accepted until its day, and by its name', () => {
  const audit = { vulnerabilities: { thing: { via: [{ ...advisory, name: 'thing', range: '<1.0.1' }, 'other'] } } };
  const accepted = [{ advisory: 'GHSA-aaaa-bbbb-cccc', until: '2027-01-31', why: 'we never call it' }];
  expect(adviceProblems(audit, { accepted, today: '2027-01-31' })).toEqual([]);
  expect(adviceProblems(audit, { accepted, today: '2027-02-01' })).toHaveLength(1);
  const others = [{ advisory: 'GHSA-dddd-eeee-ffff', until: '2027-01-31', why: 'another' }];
  expect(adviceProblems(audit, { accepted: others, today: '2027-01-01' })).toHaveLength(1);
});

/** With a cache of its own: npm remembers what a registry once said, and would for whoever runs this. */
function pointTo(port: number): void {
  npm = { npm_config_registry: `http://127.0.0.1:${port}/`, npm_config_cache: join(folder, `npm-${++pointed}`) };
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function run() {
  return new Promise<{ code: number; output: string }>((done) => {
    execFile(
      process.execPath,
      [check, 'advisories'],
      { cwd: folder, env: { ...process.env, ...npm } },
      (error, stdout) => done({ code: error === null ? 0 : Number(error.code), output: stdout }),
    );
  });
}
