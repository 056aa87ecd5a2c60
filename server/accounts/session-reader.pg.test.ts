import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { enter, guest } from '#server/testing/personas.ts';
import { countStatements } from '#server/testing/statements.ts';
import { until } from '#server/testing/until.ts';
import { SessionReader } from './session-reader.ts';
import { revokeSession } from './sessions.ts';

let served: TestApp;
let app: AppContext;
let maya: SessionPrincipal;
let noor: SessionPrincipal;
beforeAll(async () => {
  served = await startTestApp();
  app = served.app;
  maya = (await guest(app, 'Maya')).principal;
  noor = (await guest(app, 'Noor')).principal;
});
afterAll(() => served.close());

test('those who ask in one turn share a statement, and each is told of its own session', async () => {
  const counting = countStatements(app);
  const reader = new SessionReader(counting.app.sql, app.clock);
  const asked = [maya, noor, maya].map(({ sessionId }) => reader.read(sessionId));
  const [first, second, third, nobody] = await Promise.all([...asked, reader.read('nobody')]);
  expect(first).toMatchObject({ id: maya.sessionId, userId: maya.userId });
  expect(second).toMatchObject({ id: noor.sessionId, userId: noor.userId });
  expect(third).toEqual(first);
  expect(nobody).toBeNull();
  expect(counting.take()).toBe(1);
});

test('whoever asks after the others is read after them: a revoked session is out at once', async () => {
  const reader = new SessionReader(app.sql, app.clock);
  const before = reader.read(noor.sessionId);
  expect(await before).not.toBeNull();
  await revokeSession(app, noor.sessionId);
  const [after, other] = await Promise.all([reader.read(noor.sessionId), reader.read(maya.sessionId)]);
  expect(after).toBeNull();
  expect(other).not.toBeNull();
});

test('those who ask while two statements run share the third, and nobody is answered by one that began before', async () => {
  const begun: (() => void)[] = [];
  const held = new Proxy(app.sql, {
    apply: (sql, self, args: unknown[]) =>
      new Promise<void>((resolve) => begun.push(resolve)).then(() => Reflect.apply(sql as never, self, args) as never),
  });
  const reader = new SessionReader(held, app.clock);
  const early: Promise<unknown>[] = [];
  for (const running of [1, 2]) {
    early.push(reader.read(maya.sessionId));
    await until(() => begun.length === running);
  }
  const phone = (await enter(app, 'maya@home.test')).principal;
  const late = [reader.read(maya.sessionId), reader.read(phone.sessionId)];
  begun[0]?.();
  await until(() => begun.length === 3);
  late.push(reader.read(maya.sessionId));
  begun[1]?.();
  await until(() => begun.length === 4);
  for (const resolve of begun) resolve();
  expect(await Promise.all(late)).toMatchObject([
    { id: maya.sessionId },
    { id: phone.sessionId },
    { id: maya.sessionId },
  ]);
  expect(await Promise.all(early)).toMatchObject([{ id: maya.sessionId }, { id: maya.sessionId }]);
});

test('a reading that fails is the failure of those who asked, and of nobody after them', async () => {
  let isBroken = true;
  const reader = new SessionReader(
    new Proxy(app.sql, {
      apply: (sql, self, args: unknown[]) =>
        isBroken
          ? Promise.reject(new Error('the database is away'))
          : (Reflect.apply(sql as never, self, args) as never),
    }),
    app.clock,
  );
  const both = await Promise.allSettled([reader.read(maya.sessionId), reader.read(noor.sessionId)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isBroken = false;
  expect(await reader.read(maya.sessionId)).not.toBeNull();
});
