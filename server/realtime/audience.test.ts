import { expect, test } from 'vitest';
import { Audience } from './audience.ts';

const clock = { now: () => new Date(0) };

test('the readers of what is said of a conversation are made once, not for each event', async () => {
  let asked = 0;
  const audience = new Audience(async () => {
    asked += 1;
    return ['maya', 'zoe'];
  }, clock);
  const readers = await audience.readersOf({ about: 'one', alsoTo: null });
  expect(readers).toEqual(new Set(['maya', 'zoe']));
  expect(await audience.readersOf({ about: 'one', alsoTo: [] })).toBe(readers);
  expect(await audience.readersOf({ about: 'one', alsoTo: ['ida'] })).toEqual(new Set(['maya', 'zoe', 'ida']));
  expect(readers).toEqual(new Set(['maya', 'zoe']));
  expect(asked).toBe(1);
});
