import { expect, test } from 'vitest';
import { persist } from './persist.ts';

class Answer extends Error {}
const lost = new Error('no answer');

/** Zoe presses once; each entry is what comes of one request. */
function zoePresses(outcomes: (Error | 'done')[], { offlineAfter = Infinity, sleepMs = 0 } = {}) {
  let asked = 0;
  let time = 0;
  const ask = async () => {
    const outcome = outcomes[asked] ?? 'done';
    asked += 1;
    if (outcome !== 'done') throw outcome;
    return outcome;
  };
  const answered = persist(ask, {
    isAnswer: (error) => error instanceof Answer,
    isOffline: () => asked > offlineAfter,
    now: () => time,
    wait: async (ms) => {
      time += ms + sleepMs;
    },
  });
  return answered.then(
    (result) => ({ result, asked }),
    (error: unknown) => ({ result: error, asked }),
  );
}

test('an answer that was lost is asked for again', async () => {
  expect(await zoePresses([lost, lost, 'done'])).toEqual({ result: 'done', asked: 3 });
});

test('a no is an answer', async () => {
  const no = new Answer();
  expect(await zoePresses([lost, no])).toEqual({ result: no, asked: 2 });
});

test('asking ends, and then nobody asks later', async () => {
  expect(await zoePresses([lost, lost, lost, lost, 'done'])).toEqual({ result: lost, asked: 4 });
});

test('offline nothing is asked again', async () => {
  expect(await zoePresses([lost, lost], { offlineAfter: 0 })).toEqual({ result: lost, asked: 1 });
});

test('a laptop that slept since the press decides nothing when it wakes', async () => {
  expect(await zoePresses([lost, 'done'], { sleepMs: 3_600_000 })).toEqual({ result: lost, asked: 1 });
});
