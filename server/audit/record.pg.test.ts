import { afterAll, beforeAll, expect, test } from 'vitest';
import { Fault } from '#server/errors.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';
import { listAudit } from './list.ts';
import { audited, type Actor, type Deed } from './record.ts';

let house: TestApp;
let maya: Actor;

beforeAll(async () => {
  house = await startTestApp();
  const { principal } = await guest(house.app, 'Maya');
  maya = { userId: principal.userId, address: '192.0.2.7', userAgent: 'a browser', requestId: 'r-1' };
});
afterAll(() => house.close());

const restart = (id: string, detail = {}): Deed<void> => ({
  action: 'sandbox.restarted',
  subject: { kind: 'sandbox', id },
  reason: 'It was stuck',
  detail,
});

async function linesAbout(subjectId: string) {
  return (await listAudit(house.app.sql, { subjectId, limit: 10 })).entries;
}

test('a line says who did what, from where and why, and how it ended', async () => {
  await audited(house.app, maya, restart('a-1', { force: true }), () => Promise.resolve());
  expect(await linesAbout('a-1')).toMatchObject([
    {
      actor: { id: maya.userId, name: 'Maya' },
      action: 'sandbox.restarted',
      subject: { kind: 'sandbox', id: 'a-1' },
      reason: 'It was stuck',
      detail: { force: true },
      address: '192.0.2.7',
      userAgent: 'a browser',
      outcome: 'done',
      code: null,
    },
  ]);
});

test('what is refused and what fails is told apart, and thrown on', async () => {
  const refused = () => Promise.reject(new Fault('conflict', 'It was restarted a moment ago.'));
  await expect(audited(house.app, maya, restart('a-2'), refused)).rejects.toThrow('a moment ago');
  const failed = () => Promise.reject(new Error('the wire broke'));
  await expect(audited(house.app, maya, restart('a-2'), failed)).rejects.toThrow('the wire broke');
  expect(await linesAbout('a-2')).toMatchObject([
    { outcome: 'failed', code: 'internal' },
    { outcome: 'refused', code: 'conflict' },
  ]);
});

test('the line stands before anything is done, and stays begun when that never ends', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const seen: unknown[] = [];
  const doing = audited(house.app, maya, restart('a-3'), async () => {
    seen.push(...(await linesAbout('a-3')));
    await promise;
  });
  await until(() => seen.length > 0);
  expect(seen).toMatchObject([{ outcome: 'begun', code: null }]);
  resolve();
  await doing;
});

test('of an address only whose it is is kept, wherever in the detail it stands', async () => {
  const url = 'https://user:secret@hooks.example.org:8443/in/secret?token=secret';
  await audited(house.app, maya, restart('a-4', { url, more: { url } }), () => Promise.resolve());
  const [line] = await linesAbout('a-4');
  const origin = 'https://hooks.example.org:8443';
  expect(line?.detail).toEqual({ url: origin, more: { url: origin } });
});
