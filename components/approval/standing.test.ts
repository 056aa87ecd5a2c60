import { expect, test } from 'vitest';
import type { ApprovalBlock } from '#lib/contract/blocks.ts';
import { standingOf, type Tried } from './standing.ts';

const nothingTried: Tried = { lostAt: null, isExpired: false };
const byJonas = { resolutionId: 'r', value: 'allow-once', resolvedBy: 'jonas', resolvedAt: 5_000 } as const;

function standing(block: Partial<ApprovalBlock>, tried: Partial<Tried> = {}, mayDecide = true) {
  const pending: ApprovalBlock = {
    type: 'actions',
    groupId: 'run',
    actions: [],
    expiresAt: 9_000,
    request: null,
    state: 'pending',
    resolved: null,
    undone: null,
  };
  const whole = { ...pending, ...block };
  return standingOf(whole, { mayDecide, tried: { ...nothingTried, ...tried }, reader: 'maya' });
}

test('a question is yellow only for those who may answer it', () => {
  expect(standing({})).toEqual({ kind: 'pending', isYours: true });
  expect(standing({}, {}, false)).toEqual({ kind: 'pending', isYours: false });
});

test('who pressed too late is told by how much, and nobody else is', () => {
  const decided = { state: 'decided', resolved: { ...byJonas, isUnconfirmed: false } } as const;
  expect(standing(decided, { lostAt: 7_000 })).toMatchObject({ by: 'jonas', before: 2_000 });
  expect(standing(decided, { lostAt: 4_900 })).toMatchObject({ before: 0 });
  expect(standing(decided)).toMatchObject({ before: null });
});

test('nobody is faster than themselves on another device', () => {
  const mine = { state: 'decided', resolved: { ...byJonas, resolvedBy: 'maya', isUnconfirmed: false } } as const;
  expect(standing(mine, { lostAt: 7_000 })).toMatchObject({ by: 'maya', before: null });
});

test('a decision that its agent never confirmed says so', () => {
  const resolved = { ...byJonas, isUnconfirmed: true };
  expect(standing({ state: 'decided', resolved })).toMatchObject({ kind: 'decided', isUnconfirmed: true });
});

test('an answer that was undone stands as undone once nobody can answer any more, and is asked again before', () => {
  const undone = { ...byJonas, undoneAt: 6_000 };
  expect(standing({ undone })).toEqual({ kind: 'pending', isYours: true });
  expect(standing({ undone, state: 'expired' })).toMatchObject({ kind: 'undone', by: 'jonas', at: 6_000 });
});

test('what the server has called expired is expired before its event is here', () => {
  expect(standing({}, { isExpired: true })).toEqual({ kind: 'expired', at: 9_000 });
  expect(standing({ state: 'withdrawn' }, { isExpired: true })).toEqual({ kind: 'withdrawn' });
});
