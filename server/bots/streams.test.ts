import { expect, test } from 'vitest';
import { BotStreams } from './streams.ts';

const everyMs = 10_000;
const begun = Date.UTC(2026, 10, 21);

function streams(): { streams: BotStreams; isNews: (sandboxId: string, afterMs: number) => boolean } {
  const all = new BotStreams({ nudge: () => undefined, onNudge: () => () => undefined });
  return {
    streams: all,
    isNews: (sandboxId, afterMs) => all.isNews(sandboxId, { now: new Date(begun + afterMs), everyMs }),
  };
}

test('of a hundred signs of life in ten seconds one is news, and the first one after that is', () => {
  const { isNews } = streams();
  const signs = Array.from({ length: 100 }, (_, n) => isNews('harbor', n * 100));
  expect(signs.filter(Boolean)).toHaveLength(1);
  expect(signs[0]).toBe(true);
  expect([isNews('harbor', 9_999), isNews('harbor', 10_000), isNews('harbor', 10_001)]).toEqual([false, true, false]);
});

test('one bot’s signs say nothing of another’s', () => {
  const { isNews } = streams();
  expect([isNews('harbor', 0), isNews('tern', 1), isNews('harbor', 2), isNews('tern', 3)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([isNews('harbor', 10_000), isNews('tern', 10_000), isNews('tern', 10_001)]).toEqual([true, false, true]);
});

test('a bot that comes back is news again', () => {
  const { streams: all, isNews } = streams();
  isNews('harbor', 0);
  all.enter('harbor').leave();
  expect(isNews('harbor', 1)).toBe(true);
});
