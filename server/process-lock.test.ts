import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { startTimeOf, takeLock } from '#server/process-lock.mjs';

const folder = mkdtempSync(join(tmpdir(), 'clawchat-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
const newFile = () => join(folder, `lock-${++count}`);

test('the second to come is told who holds the lock', () => {
  const file = newFile();
  takeLock(file, 'the app');
  expect(takeLock(file, 'the app')).toMatchObject({ taken: false, holder: { pid: process.pid, purpose: 'the app' } });
});

test('a released lock is free, and leaves nothing behind', () => {
  const file = newFile();
  const lock = takeLock(file, 'the app');
  if (lock.taken) lock.release();
  expect(takeLock(file, 'the app').taken).toBe(true);
  expect(readdirSync(folder).filter((name) => name.startsWith(`lock-${count}`))).toEqual([`lock-${count}`]);
});

test('the lock of a killed process is free', async () => {
  const file = newFile();
  const holder = runTaker(file, 'process.kill(process.pid, "SIGKILL")');
  await once(holder, 'exit');
  expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(holder.pid);
  expect(takeLock(file, 'the app').taken).toBe(true);
});

test('a lock is free when its pid has since been given to another process', () => {
  const file = newFile();
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: 'before the restart', purpose: 'the app' }));
  expect(takeLock(file, 'the app').taken).toBe(true);
});

test('what a power cut left of a lock is no lock', () => {
  const file = newFile();
  writeFileSync(file, '');
  expect(takeLock(file, 'the app').taken).toBe(true);
});

test('of many who find the same stale lock exactly one gets it', async () => {
  const file = newFile();
  writeFileSync(file, JSON.stringify({ pid: 1, started: 'before the restart', purpose: 'the app' }));
  const takers = Array.from({ length: 6 }, () => runTaker(file, 'console.log(lock.taken); process.stdin.resume();'));
  const answers = await Promise.all(
    takers.map(async (taker) => {
      const [answer] = (await once(taker.stdout, 'data')) as [Buffer];
      return String(answer).trim();
    }),
  );
  for (const taker of takers) taker.stdin.end();
  expect(answers.filter((answer) => answer === 'true')).toHaveLength(1);
});

test('a process that ended has no start time, nor has one that only waits to be reaped', async () => {
  const child = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 1000'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [pid] = (await once(child.stdout, 'data')) as [Buffer];
  await expect.poll(() => startTimeOf(Number(pid))).toBeNull();
  child.kill('SIGKILL');
  await text(child.stdout);
  await expect.poll(() => startTimeOf(child.pid ?? 0)).toBeNull();
});

/** Another process that tries to take the lock, and then does as told. */
function runTaker(file: string, then: string) {
  const script = `import { takeLock } from '#server/process-lock.mjs';
    const lock = takeLock(${JSON.stringify(file)}, 'a test'); ${then}`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
}
