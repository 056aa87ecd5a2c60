import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StatusReport } from './api.ts';
import { Heartbeat } from './heartbeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function beating({ fails = false, capabilities }: { fails?: boolean; capabilities?: readonly string[] } = {}) {
  const said: StatusReport[] = [];
  const errors: unknown[] = [];
  const heartbeat = new Heartbeat({
    say: (report) => {
      said.push(report);
      return fails ? Promise.reject(new Error('away')) : Promise.resolve();
    },
    capabilities,
    onError: (error) => errors.push(error),
  });
  return { heartbeat, said, errors, words: () => said.map(({ online }) => online) };
}

test('it says at once that it is there, and again twice within the time that the server waits', async () => {
  const { heartbeat, words } = beating();
  heartbeat.begin();
  expect(words()).toEqual([true]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(words()).toEqual([true, true, true]);
  heartbeat.pause();
});

test('while its stream is gone it is silent, and then begins anew', async () => {
  const { heartbeat, words } = beating();
  heartbeat.begin();
  heartbeat.pause();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(words()).toEqual([true]);
  heartbeat.begin();
  heartbeat.begin();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(words()).toEqual([true, true, true, true]);
  heartbeat.pause();
});

test('who goes on purpose says so once; who never came says nothing', async () => {
  const { heartbeat, words } = beating();
  heartbeat.begin();
  await heartbeat.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(words()).toEqual([true, false]);
  const other = beating();
  await other.heartbeat.close();
  expect(other.words()).toEqual([]);
});

test('what it can do is said only by a bot that says it', () => {
  const silent = beating();
  silent.heartbeat.begin();
  expect(silent.said[0]).not.toHaveProperty('capabilities');
  const able = beating({ capabilities: ['attachments'] });
  able.heartbeat.begin();
  expect(able.said).toMatchObject([{ online: true, capabilities: ['attachments'] }]);
});

test('a word that doesn’t arrive is told, and the next is said all the same', async () => {
  const { heartbeat, words, errors } = beating({ fails: true });
  heartbeat.begin();
  await vi.advanceTimersByTimeAsync(15_000);
  await heartbeat.close();
  expect(words()).toEqual([true, true, false]);
  expect(errors).toHaveLength(3);
});
