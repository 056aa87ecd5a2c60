import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { person, type Person } from '#server/testing/personas.ts';
import { transition } from './status.ts';

let house: TestApp;
let maya: Person;

beforeAll(async () => {
  house = await startTestApp();
  maya = await person(house.app, 'Maya');
});
afterAll(() => house.close());

test('a sandbox goes only where it may, says why it stopped, and never comes back from being destroyed', async () => {
  const { app } = house;
  const move = (change: Parameters<typeof transition>[2]) => transition(app, maya.sandboxId, change);
  await expect(move({ to: 'running' })).rejects.toMatchObject({ code: 'conflict' });
  expect(await move({ to: 'starting' })).toBe(true);
  expect(await move({ to: 'starting' })).toBe(false);
  expect(await move({ to: 'stopped', reason: 'The image is gone.' })).toBe(true);
  expect(await reason()).toBe('The image is gone.');
  expect(await move({ to: 'starting' })).toBe(true);
  expect(await reason()).toBeNull();
  expect(await move({ to: 'running' })).toBe(true);
  await expect(move({ to: 'destroyed' })).rejects.toMatchObject({ code: 'conflict' });
  expect(await move({ to: 'destroying' })).toBe(true);
  await expect(move({ to: 'running' })).rejects.toMatchObject({ code: 'conflict' });
  expect(await move({ to: 'destroyed' })).toBe(true);
  expect(await move({ to: 'destroyed' })).toBe(false);
  await expect(move({ to: 'destroying' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(transition(app, 'nobody', { to: 'running' })).rejects.toMatchObject({ code: 'not_found' });
});

async function reason(): Promise<string | null> {
  const [row] = await house.app.sql<{ reason: string | null }[]>`
    select status_reason as reason from sandboxes where id = ${maya.sandboxId}`;
  return row?.reason ?? null;
}
