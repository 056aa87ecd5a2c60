import { expect, test } from 'vitest';
import type { Reaction } from '#lib/contract/chat.ts';
import { must } from '#lib/std/must.ts';
import { ReactionToggles, type ToggleOperation } from './reaction-toggles.ts';

/** Maya's page and a server that answers when the test says so. */
function maya() {
  const asked: { operation: ToggleOperation; answer: (id: string | null) => void; refuse: () => void }[] = [];
  let ids = 0;
  const toggles = new ReactionToggles({
    reader: 'maya',
    newId: () => `op-${++ids}`,
    send: (operation) =>
      new Promise((answer, reject) => asked.push({ operation, answer, refuse: () => reject(new Error('refused')) })),
  });
  const hear = (operation: ToggleOperation) =>
    toggles.hear({
      context: '/kiloclaw/harbor-01/c',
      event: operation.isThere ? 'reaction.added' : 'reaction.removed',
      id: 1,
      payload: { ...operation, memberId: 'maya' },
    });
  return { toggles, asked, hear, next: () => must(asked.shift(), 'an operation') };
}

const jonas: Reaction[] = [{ emoji: '👍', count: 1, memberIds: ['jonas'] }];
const both: Reaction[] = [{ emoji: '👍', count: 2, memberIds: ['jonas', 'maya'] }];

test('a reaction is shown at once, and stays shown until the log has it', async () => {
  const { toggles, next, hear } = maya();
  const done = toggles.toggle('m', '👍', true);
  expect(toggles.over(jonas, 'm')).toEqual(both);
  const { operation, answer } = next();
  answer(operation.operationId);
  await done;
  expect(toggles.over(jonas, 'm')).toEqual(both);
  hear(operation);
  expect(toggles.over(jonas, 'm')).toBe(jonas);
});

test('the log may have it before the answer comes', async () => {
  const { toggles, next, hear } = maya();
  const done = toggles.toggle('m', '👍', true);
  const { operation, answer } = next();
  hear(operation);
  expect(toggles.over(both, 'm')).toEqual(both);
  answer(operation.operationId);
  await done;
  expect(toggles.over(both, 'm')).toBe(both);
});

test('what was refused is as it was', async () => {
  const { toggles, next } = maya();
  const done = toggles.toggle('m', '👍', true);
  next().refuse();
  await expect(done).rejects.toThrow('refused');
  expect(toggles.over(jonas, 'm')).toBe(jonas);
});

test('of quick presses the last one wins, one operation after the other', async () => {
  const { toggles, asked, next, hear } = maya();
  const done = toggles.toggle('m', '👍', true);
  void toggles.toggle('m', '👍', false);
  void toggles.toggle('m', '👍', true);
  void toggles.toggle('m', '👍', false);
  expect(toggles.over(jonas, 'm')).toEqual(jonas);
  expect(asked).toHaveLength(1);
  const first = next();
  first.answer(first.operation.operationId);
  hear(first.operation);
  await Promise.resolve();
  expect(toggles.over(both, 'm')).toEqual(jonas);
  const second = next();
  expect(second.operation).toMatchObject({ isThere: false, operationId: 'op-2' });
  second.answer(second.operation.operationId);
  await done;
  hear(second.operation);
  expect(toggles.over(jonas, 'm')).toBe(jonas);
  expect(asked).toEqual([]);
});

test('a wish for what is so already leaves nothing behind', async () => {
  const { toggles, next } = maya();
  const done = toggles.toggle('m', '👍', true);
  next().answer('an earlier operation');
  await done;
  expect(toggles.over(both, 'm')).toBe(both);
});

test('another device that changes its mind later is believed', async () => {
  const { toggles, next, hear } = maya();
  const done = toggles.toggle('m', '👍', true);
  const { operation, answer } = next();
  answer(operation.operationId);
  await done;
  hear({ ...operation, isThere: false, operationId: 'from the phone' });
  expect(toggles.over(jonas, 'm')).toBe(jonas);
});

test("somebody else's reactions, and those to other messages, are left alone", () => {
  const { toggles } = maya();
  void toggles.toggle('m', '🎉', true);
  expect(toggles.over(jonas, 'other')).toBe(jonas);
  expect(toggles.over(jonas, 'm').map(({ emoji, memberIds }) => [emoji, memberIds])).toEqual([
    ['🎉', ['maya']],
    ['👍', ['jonas']],
  ]);
});
