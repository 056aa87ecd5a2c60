import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AdminSettings } from '#lib/contract/admin/settings.ts';
import type { AuditPage } from '#lib/contract/audit.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask, type Answer } from '#server/testing/ask.ts';
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts';
import { guest, person, type Person } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';

let database: TestDatabase;
let attic: TestApp;
let cellar: TestApp;
/** Both are operators. */
let maya: Person;
let omar: Omit<Person, 'password'>;

const env = { PUBLIC_URL: 'http://home.test', OUTBOUND_ALLOWED_HOSTS: 'nas.home.arpa' };

beforeAll(async () => {
  database = await createTestDatabase();
  attic = await startTestApp({ database, env });
  cellar = await startTestApp({ database, env });
  maya = await person(attic.app, 'Maya');
  omar = await guest(attic.app, 'Omar');
  await attic.app.sql`update users set is_operator = true where id = ${omar.principal.userId}`;
});
afterAll(async () => {
  await cellar.close();
  await attic.close();
  await database[Symbol.asyncDispose]();
});

const reason = 'we are growing';

async function read(node = attic): Promise<AdminSettings> {
  return (await ask('GET', `${node.ownUrl}/api/trpc/admin.settings`, { headers: maya.headers })).body.result.data;
}

function set(settings: object, version: number, { headers } = maya as { headers: Record<string, string> }) {
  const body = { version, settings, reason };
  return ask('POST', `${attic.ownUrl}/api/trpc/admin.setSettings`, { headers, body });
}

async function bannerOf(node: TestApp): Promise<{ id: string; text: string } | null> {
  return (await ask('GET', `${node.ownUrl}/api/trpc/banner.current`)).body.result.data.banner;
}

async function newest(): Promise<AuditPage['entries'][number] | undefined> {
  const url = `${attic.ownUrl}/api/trpc/admin.audit?input=${encodeURIComponent('{"action":"settings.changed","limit":1}')}`;
  return ((await ask('GET', url, { headers: maya.headers })).body.result.data as AuditPage).entries[0];
}

test('what is set holds on the other node without a restart, and put back it is as the environment has it', async () => {
  const before = await read();
  expect(before).toMatchObject({
    set: {},
    lastChange: null,
    settings: { outboundAllowedHosts: ['nas.home.arpa'], eventDays: 30 },
    // The tests' house lets anybody in.
    fromEnvironment: ['signUp', 'outboundAllowedHosts'],
  });
  const banner = { text: 'Down at noon', tone: 'warning' };
  const mine = { signUp: 'closed', eventDays: 7, outboundAllowedHosts: ['10.0.0.7:8080'], banner };
  const answer = await set(mine, before.version);
  expect(answer.body.result.data).toMatchObject({
    version: before.version + 1,
    set: mine,
    settings: mine,
    otherwise: before.settings,
    lastChange: { by: 'Maya', reason },
  });
  expect(await bannerOf(attic)).toMatchObject(banner);
  await until(async () => (await bannerOf(cellar))?.text === banner.text);
  expect(cellar.app.settings.current()).toMatchObject(mine);
  expect(cellar.app.outbound.allows('10.0.0.7', 8080)).toBe(true);
  expect(cellar.app.outbound.allows('nas.home.arpa', 80)).toBe(false);

  await set({ banner }, before.version + 1);
  await until(() => cellar.app.settings.current().signUp === 'open');
  expect(cellar.app.outbound.allows('nas.home.arpa', 80)).toBe(true);
  await set({}, before.version + 2);
  await until(async () => (await bannerOf(cellar)) === null);
});

test('a banner of other words is another banner', async () => {
  const { version } = await read();
  await set({ banner: { text: 'One', tone: 'note' } }, version);
  const one = await bannerOf(attic);
  await set({ banner: { text: 'Two', tone: 'note' } }, version + 1);
  const two = await bannerOf(attic);
  await set({ banner: { text: 'One', tone: 'note' } }, version + 2);
  expect(two?.id).not.toBe(one?.id);
  expect(await bannerOf(attic)).toEqual(one);
  await set({}, version + 3);
});

test('the log says what was changed from what to what, and nothing of what stayed', async () => {
  const { version, settings } = await read();
  const limits = { ...settings.limits, messagesPerMinute: 120 };
  await set({ auditDays: 400, limits }, version);
  expect(await newest()).toMatchObject({
    outcome: 'done',
    reason,
    subject: { kind: 'instance' },
    detail: { changes: { auditDays: { from: 365, to: 400 }, limits: { from: settings.limits, to: limits } } },
  });
  expect(Object.keys((await newest())?.detail['changes'] as object)).toEqual(['limits', 'auditDays']);
});

test('of two operators who set in the same moment the second is told, and nothing of the first is lost', async () => {
  const { version } = await read();
  const answers = await Promise.all([set({ eventDays: 11 }, version), set({ eventDays: 22 }, version, omar)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  const late = answers.find(({ status }) => status === 409) as Answer;
  expect(late.code).toBe('settings_changed');
  const won = answers.find(({ status }) => status === 200) as Answer;
  expect((await read()).set).toEqual(won.body.result.data.set);
  expect((await read()).version).toBe(version + 1);
});

test('each host that the guard can not read is named, and nothing is set', async () => {
  const { version, set: before } = await read();
  const refused = await set({ outboundAllowedHosts: ['nas.home.arpa', 'a%zz', '1.2.3.4:99999'] }, version);
  expect(refused).toMatchObject({ status: 400, code: 'invalid_input' });
  expect(refused.text).toContain('settings.outboundAllowedHosts.1');
  expect(refused.text).toContain('1.2.3.4:99999');
  expect(await read()).toMatchObject({ version, set: before });
  expect(await newest()).toMatchObject({ outcome: 'refused', code: 'invalid_input' });
});

test.each([
  { signUp: 'ajar' },
  { outboundAllowedHosts: ['http://nas/'] },
  { outboundAllowedHosts: Array.from({ length: 101 }, () => 'nas') },
  { limits: { messagesPerMinute: 0, filesPerMinute: 1, agentsPerHour: 1 } },
  { limits: { messagesPerMinute: 5 } },
  { eventDays: 0 },
  { auditDays: 3_651 },
  { eventDays: '7 days' },
  { banner: { text: '', tone: 'note' } },
  { banner: { text: 'x'.repeat(301), tone: 'note' } },
  { banner: { text: 'x', tone: 'loud' } },
])('settings refuse %o', async (settings) => {
  const { version } = await read();
  expect(await set(settings, version)).toMatchObject({ status: 400, code: 'invalid_input' });
  expect((await read()).version).toBe(version);
});

test('what a newer version of the product has set stays when this one sets something', async () => {
  await attic.app.sql`update instance set settings = settings || '{"ofTomorrow": 1}'`;
  const { version } = await read();
  await set({ eventDays: 9 }, version);
  const [row] = await attic.app.sql`select settings from instance`;
  expect(row).toEqual({ settings: { ofTomorrow: 1, eventDays: 9 } });
});
