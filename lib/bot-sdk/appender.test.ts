import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { textMax } from '../contract/limits.ts';
import { must } from '../std/must.ts';
import { BotApiError } from './api.ts';
import { Appender } from './appender.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that keeps what it is told, as ours does, and fails as often as it is asked to. */
function keeper(failures: ('before' | 'after')[] = []) {
  const calls: { offset: number; text: string; atMs: number }[] = [];
  const kept = { text: '', stopRequested: false };
  const say = async (offset: number, text: string) => {
    calls.push({ offset, text, atMs: Date.now() });
    const failure = failures.shift();
    if (failure === 'before') throw new TypeError('the line is dead');
    if (kept.text.slice(offset) === '') kept.text += text;
    else if (!kept.text.startsWith(text, offset)) throw refusal('wrong_offset');
    if (failure === 'after') throw new TypeError('the answer is lost');
    return { ok: true as const, length: kept.text.length, stopRequested: kept.stopRequested };
  };
  return { calls, kept, say };
}

const refusal = (code: 'wrong_offset' | 'conflict') => new BotApiError(409, code, { code, retryAfterSeconds: null });

describe('an agent that writes bit by bit', () => {
  it('says at most ten pieces a second, and all of the text', async () => {
    const { calls, kept, say } = keeper();
    const appender = new Appender(0, say);
    for (let at = 0; at < 500; at++) {
      appender.add(`${at} `);
      await vi.advanceTimersByTimeAsync(4);
    }
    const closed = appender.close();
    await vi.runAllTimersAsync();
    await closed;
    expect(kept.text).toBe(Array.from({ length: 500 }, (_, at) => `${at} `).join(''));
    expect(calls.length).toBeLessThanOrEqual(21);
    const gaps = calls.slice(1).map(({ atMs }, at) => atMs - must(calls[at], 'the one before').atMs);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
  });

  it('says the same piece at the same place until it is heard, and nothing twice', async () => {
    const { calls, kept, say } = keeper(['after', 'before', 'after']);
    const appender = new Appender(6, (offset, text) => say(offset - 6, text));
    appender.add('one ');
    await vi.advanceTimersByTimeAsync(1);
    appender.add('two');
    const closed = appender.close();
    await vi.runAllTimersAsync();
    await closed;
    expect(kept.text).toBe('one two');
    expect(calls.map(({ text }) => text)).toEqual(['one ', 'one ', 'one ', 'one ', 'two']);
  });

  it('cuts no character, however the pieces come', async () => {
    const { calls, kept, say } = keeper();
    const text = `${'x'.repeat(textMax - 1)}🦀 and a 🐙`;
    const appender = new Appender(0, say);
    for (const unit of text.split('')) appender.add(unit);
    await vi.advanceTimersByTimeAsync(1_000);
    appender.add('🦑'.charAt(0));
    const closed = appender.close();
    await vi.runAllTimersAsync();
    await closed;
    expect(kept.text).toBe(`${text}\uFFFD`);
    expect(calls.every((call) => call.text.isWellFormed() && call.text.length <= textMax)).toBe(true);
  });

  it('says that it lives while it thinks, and hears there that somebody has read enough', async () => {
    const { calls, kept, say } = keeper();
    const appender = new Appender(0, say);
    appender.add('Let me think');
    await vi.advanceTimersByTimeAsync(11_000);
    expect(calls.map(({ offset, text }) => [offset, text])).toEqual([
      [0, 'Let me think'],
      [12, ''],
      [12, ''],
    ]);
    expect(appender.signal.aborted).toBe(false);
    kept.stopRequested = true;
    await vi.advanceTimersByTimeAsync(5_500);
    expect([appender.signal.aborted, appender.isStopped]).toEqual([true, true]);
    await Promise.all([appender.close(), vi.runAllTimersAsync()]);
  });

  it('stops when it is refused, and says so to whoever closes it', async () => {
    const appender = new Appender(0, () => Promise.reject(refusal('conflict')));
    appender.add('too late');
    await vi.runAllTimersAsync();
    await expect(appender.close()).rejects.toMatchObject({ code: 'conflict' });
    expect([appender.signal.aborted, appender.isStopped]).toEqual([false, false]);
  });
});
