import { encode } from 'next-auth/jwt';
import { expect, test } from 'vitest';
import { createLog } from '#server/log.ts';
import { stoppedClock } from '#server/testing/stopped-clock.ts';
import { OpenedSeals } from './opened-seals.ts';

const secret = 'a secret that is good enough for a test';
const dayMs = 86_400_000;
const log = createLog({ level: 'error', format: 'json' });

test('a cookie of ours names its session, the first time and again', async () => {
  const seals = new OpenedSeals({ secret, clock: stoppedClock(), log });
  const sealed = await encode({ token: { sid: 'one' }, secret });
  expect([await seals.sessionIn(sealed), await seals.sessionIn(sealed)]).toEqual(['one', 'one']);
});

test('a cookie that was opened before is nobody once it has expired', async () => {
  const clock = stoppedClock();
  const seals = new OpenedSeals({ secret, clock, log });
  const sealed = await encode({ token: { sid: 'one' }, secret, maxAge: dayMs / 1_000 });
  expect(await seals.sessionIn(sealed)).toBe('one');
  clock.pass(dayMs);
  expect(await seals.sessionIn(sealed)).toBeNull();
});

test('forged and foreign cookies are nobody, however often they come', async () => {
  const seals = new OpenedSeals({ secret, clock: stoppedClock(), log });
  const foreign = await encode({ token: { sid: 'one' }, secret: 'a secret of somebody else, as long as ours' });
  const ours = await encode({ token: { sid: 'one' }, secret });
  const forged = `${ours.slice(0, -4)}AAAA`;
  for (const sealed of [foreign, forged, 'nonsense', '', foreign, forged]) {
    expect(await seals.sessionIn(sealed)).toBeNull();
  }
  expect(await seals.sessionIn(ours)).toBe('one');
});
