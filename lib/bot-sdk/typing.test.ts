import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Typing } from './typing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function heard(answer: () => Promise<unknown> = () => Promise.resolve()) {
  const words: string[] = [];
  const hear = (word: string) => {
    words.push(word);
    return answer();
  };
  const typing = new Typing({ say: (activity = 'typing') => hear(activity), stop: () => hear('stop') });
  return { words, typing };
}

test('what a bot is at is said every three seconds until it is done', async () => {
  const { words, typing } = heard();
  typing.begin('reading 4 files');
  await vi.advanceTimersByTimeAsync(7_000);
  typing.begin();
  await vi.advanceTimersByTimeAsync(4_000);
  typing.end();
  await vi.advanceTimersByTimeAsync(60_000);
  typing.end();
  expect(words).toEqual(['reading 4 files', 'reading 4 files', 'reading 4 files', 'typing', 'typing', 'stop']);
});

test('an answer takes its place, so nothing more is said', async () => {
  const { words, typing } = heard();
  typing.begin('thinking');
  typing.answered();
  typing.end();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(words).toEqual(['thinking']);
});

test('the last word waits for the one before, and none that is lost does any harm', async () => {
  const { promise, reject } = Promise.withResolvers<void>();
  const { words, typing } = heard(() => promise);
  typing.begin('thinking');
  await vi.advanceTimersByTimeAsync(10_000);
  typing.end();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(words).toEqual(['thinking']);
  reject(new TypeError('the line is dead'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(words).toEqual(['thinking', 'stop']);
});
