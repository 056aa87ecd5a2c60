import { expect, test } from 'vitest';
import { persist } from './persist.ts';

/** Work that fails as often as it is told to, and the pauses that were made. */
function run(failures: number, { isFinal = false, abortAfter = Infinity } = {}) {
  const ends = new AbortController();
  const pauses: number[] = [];
  let tries = 0;
  const done = persist(
    async () => {
      tries += 1;
      if (tries >= abortAfter) ends.abort();
      if (tries <= failures) throw new Error('no answer');
    },
    { signal: ends.signal, isFinal: () => isFinal, wait: async (ms) => void pauses.push(ms) },
  );
  return done.then((isDone) => ({ isDone, tries, pauses }));
}

test('a mark that gets no answer is tried three times, after pauses that grow', async () => {
  expect(await run(9)).toEqual({ isDone: false, tries: 3, pauses: [250, 500, 750] });
  expect(await run(2)).toEqual({ isDone: true, tries: 3, pauses: [250, 500] });
  expect(await run(0)).toEqual({ isDone: true, tries: 1, pauses: [] });
});

test('what was refused, or is not wanted any more, is not tried again', async () => {
  expect(await run(9, { isFinal: true })).toEqual({ isDone: true, tries: 1, pauses: [] });
  expect(await run(9, { abortAfter: 2 })).toMatchObject({ isDone: true, tries: 2 });
});
