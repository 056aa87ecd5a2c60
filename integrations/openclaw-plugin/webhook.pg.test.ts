import { ulid } from 'ulid';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { signWebhook } from '../../lib/signing/webhook-signature.ts';
import { startTestApp, type TestApp } from '../../server/testing/app.ts';
import { OwnAgent } from '../../server/testing/own-agent.ts';
import { until } from '../../server/testing/until.ts';
import { FakeHost, stateFolder, type Agent } from './fake-host.ts';

const secret = `whsec_${btoa('a secret of a webhook endpoint!!')}`;
const former = `whsec_${btoa('the secret that it had before!!!')}`;

let house: TestApp;
const ends: (() => unknown)[] = [];

beforeAll(async () => {
  house = await startTestApp();
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
afterAll(() => house.close());

test('told by request it answers at once and works afterwards, once, also when the type is left out', async () => {
  const over = Promise.withResolvers<void>();
  const { maya, post } = await listening(async ({ plan, deliver, text }) => {
    await plan.turnAdoptionLifecycle.onAdopted();
    await over.promise;
    await deliver({ text: `You said: ${text}` });
  });
  const told = await maya.told('ahoy');
  for (const body of [told, told, { ...told, type: 'message.created' }]) expect(await post(body)).toBe(202);
  over.resolve();
  await maya.reads('You said: ahoy');
});

test('what isn’t signed by either secret is not heard, nor what is no delivery or far too long', async () => {
  const { maya, url, post } = await listening(async ({ deliver }) => void (await deliver({ text: 'heard' })));
  const told = await maya.told('ahoy');
  expect(await post(told, { secrets: [`whsec_${btoa('somebody else’s'.padEnd(30, 'x').replace('’', '-'))}`] })).toBe(
    401,
  );
  expect(await post(told, { at: new Date(Date.now() - 3_600_000) })).toBe(401);
  expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
  expect((await fetch(url)).status).toBe(405);
  expect(await post(told, { body: 'no JSON' })).toBe(400);
  expect(await post({ type: 'message.created' })).toBe(400);
  expect(await post({ ...told, padding: 'x'.repeat(1024 * 1024) })).toBe(413);
  expect(await post(told, { secrets: [former] })).toBe(202);
  await maya.reads('heard');
});

test('it says that it is here when it is asked, and takes what it doesn’t know for done', async () => {
  const { maya, post } = await listening(async () => undefined);
  await until(async () => (await maya.status()).online);
  expect(await post({ type: 'bot.status_request' })).toBe(202);
  expect(await post({ type: 'message.updated', conversationId: maya.conversationId })).toBe(202);
});

test('a decision that doesn’t stand in the conversation comes to nothing, whoever brings it', async () => {
  const { maya, host, post } = await listening(async ({ ask, deliver }) => void (await deliver({ text: await ask() })));
  expect(await post(await maya.told('touch it'))).toBe(202);
  const { messageId, card } = await maya.pendingCard();
  const decided = {
    type: 'action.executed',
    conversationId: maya.conversationId,
    messageId,
    groupId: card.groupId,
    value: 'allow-once',
    executedBy: maya.userId,
    executedAt: new Date().toISOString(),
    resolutionId: ulid(),
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
  };
  expect(await post(decided)).toBe(202);
  expect(host.warnings.join()).toContain("doesn't stand in the conversation");
  expect(await maya.cardIn(messageId)).toMatchObject({ state: 'pending' });
});

test('a channel that doesn’t listen, or isn’t running, sends them away until later', async () => {
  const { host, url } = await listening(async () => undefined);
  await host.stopAccount();
  const response = await fetch(url, { method: 'POST', body: '{}' });
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
});

interface Posting {
  secrets?: string[];
  at?: Date;
  body?: string;
}

async function listening(agent: Agent) {
  const maya = await OwnAgent.of(house);
  const { path: state, remove } = stateFolder();
  const section = { url: maya.url, key: await maya.key(), webhookSecret: [secret, former] };
  const host = new FakeHost({ section, state, agent });
  host.start();
  ends.push(remove, () => host.stop());
  const url = `${await host.listen()}/plugins/kilo-chat/webhook`;
  const post = async (told: object, { secrets = [secret], at: timestamp = new Date(), body }: Posting = {}) => {
    const bytes = body ?? JSON.stringify(told);
    const headers = await signWebhook({ id: ulid(), timestamp, body: bytes }, secrets);
    return (await fetch(url, { method: 'POST', headers, body: bytes })).status;
  };
  return { maya, host, url, post };
}
