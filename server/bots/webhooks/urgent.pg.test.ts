import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ApprovalBlock } from '#lib/contract/blocks.ts';
import { must } from '#lib/std/must.ts';
import { executeAction } from '#server/chat/approvals/decide.ts';
import { readMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { askPeople, type Question } from '#server/testing/question.ts';
import { Receiver } from '#server/testing/receiver.ts';
import { until } from '#server/testing/until.ts';
import { openLook } from '#server/testing/webhook-look.ts';
import { createBot } from '../create.ts';
import { endOverdue } from '../deliveries/urgent.ts';
import { setEndpoint } from '../endpoints/own-endpoint.ts';

const clock = movableClock();
const minute = 60_000;
let house: TestApp;
let maya: Omit<Person, 'password'>;
let receiver: Receiver;
let beside: Awaited<ReturnType<typeof openLook>>;
let place: { sandboxId: string; conversationId: string };

beforeAll(async () => {
  house = await startTestApp({ clock, env: { OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
  maya = await guest(house.app, 'Maya');
  beside = await openLook(house.app, maya.principal);
});
afterAll(async () => {
  await beside[Symbol.asyncDispose]();
  await house.close();
});

beforeEach(async () => {
  receiver = await Receiver.open();
  const { sandbox, conversationId } = await createBot(house.app, maya.principal, { label: 'Ledger' });
  place = { sandboxId: sandbox.sandboxId, conversationId };
  await setEndpoint(house.app, maya.principal, { sandboxId: place.sandboxId, url: receiver.url });
  await receiver.first(1);
});
afterEach(async () => {
  await house.app.sql`delete from bot_endpoints where sandbox_id = ${place.sandboxId}`;
  await receiver[Symbol.asyncDispose]();
});

const isDecision = (type: string) => type === 'action.executed';
const decisions = () => receiver.received.filter(({ delivery }) => isDecision(delivery.type));

test('a decision passes a message that its agent does not take, and is confirmed by a 2xx', async () => {
  receiver.behave = ({ delivery }) => (isDecision(delivery.type) ? 200 : 500);
  await send(house.app, maya.principal, { ...place, content: [{ type: 'text', text: 'in the way' }] });
  const question = await decide();
  await until(() => decisions().length === 1);
  await until(async () => (await deliveryOf(question))?.state === 'acknowledged');
  clock.pass(20 * minute);
  await look();
  expect(await cardOf(question)).toMatchObject({ state: 'decided', resolved: { isUnconfirmed: false } });
});

test.each([410, 404])(
  'a decision that the agent refuses with %i is taken back, and the question waits again',
  async (status) => {
    receiver.behave = ({ delivery }) => (isDecision(delivery.type) ? status : 200);
    const question = await decide();
    await until(async () => {
      clock.pass(5_000);
      await look();
      return (await cardOf(question)).state === 'pending';
    });
    expect(decisions()).toHaveLength(status === 410 ? 1 : 3);
  },
);

test('a decision that nobody answered for in its time may have had an effect, and that is said', async () => {
  receiver.behave = ({ delivery }) => (isDecision(delivery.type) ? 500 : 200);
  const question = await decide();
  await until(async () => {
    clock.pass(minute);
    await look();
    return (await cardOf(question)).resolved?.isUnconfirmed === true;
  });
  expect(decisions().length).toBeGreaterThan(3);
});

test('a decision that certainly reached nobody is taken back at the end of its time', async () => {
  receiver.behave = ({ delivery }) => (isDecision(delivery.type) ? 429 : 200);
  const question = await decide();
  await until(async () => {
    clock.pass(minute);
    await look();
    return (await cardOf(question)).state === 'pending';
  });
  expect((await deliveryOf(question))?.state).toBe('dead');
});

async function decide(): Promise<Question> {
  const question = await askPeople(house.app, place, { expiresAt: clock.now().getTime() + 60 * minute });
  await executeAction(house.app, maya.principal, { ...question, value: 'allow-once' });
  return question;
}

/** Time that passes while a request is under way says that its node is gone: so each is waited for. */
async function look(): Promise<void> {
  await beside.look();
  await endOverdue(house.app);
}

async function cardOf({ conversationId, messageId }: Question): Promise<ApprovalBlock> {
  const [message] = await readMessages(house.app.sql, conversationId, [messageId]);
  const card = must(message, 'the message').content.find((block) => block.type === 'actions');
  return must(card, 'a card');
}

async function deliveryOf({ messageId }: Question) {
  const [row] = await house.app.sql<{ state: string }[]>`
    select state from deliveries where message_id = ${messageId} and lane = 'urgent'`;
  return row;
}
