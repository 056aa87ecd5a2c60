import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { textOf } from '../../lib/contract/text-of.ts';
import { startTestApp, type TestApp } from '../../server/testing/app.ts';
import { OwnAgent } from '../../server/testing/own-agent.ts';
import { until } from '../../server/testing/until.ts';
import { FakeHost, stateFolder, type Agent } from './fake-host.ts';

let house: TestApp;
const ends: (() => unknown)[] = [];

beforeAll(async () => {
  house = await startTestApp();
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
afterAll(() => house.close());

test('an approval is a card with the answers that there are, and the decision on it is the one that OpenClaw gets', async () => {
  const { maya, host } = await connected(async ({ plan, ask, deliver }) => {
    await plan.turnAdoptionLifecycle.onAdopted();
    await deliver({ text: `The answer was ${await ask()}.` });
  });
  for (const [at, value] of (['allow-once', 'deny'] as const).entries()) {
    await maya.say('touch it');
    const shown = await maya.pendingCard();
    expect(shown.card).toMatchObject({
      actions: [
        { label: 'Allow Once', style: 'primary', value: 'allow-once' },
        { label: 'Deny', style: 'danger', value: 'deny' },
      ],
      request: {
        kind: 'exec',
        command: 'touch made.txt',
        where: 'gateway, /home/ws',
        why: 'A command needs your approval.\nAgent: main',
      },
    });
    await maya.decide(shown, value);
    await until(async () => (await maya.texts())[2 * at + 1] === `The answer was ${value}.`);
    const { state, resolved } = (await maya.cardIn(shown.messageId)) ?? {};
    expect([state, resolved?.value, resolved?.isUnconfirmed]).toEqual(['decided', value, false]);
  }
  expect(host.warnings).toEqual([]);
});

test('nobody may approve but who is just deciding on a card: not by a command in the chat, and not before or after', async () => {
  const { maya, host } = await connected(async ({ ask }) => void (await ask()));
  expect(host.approvals.mayApprove(maya.userId)).toBe(false);
  await maya.say('touch it');
  const shown = await maya.pendingCard();
  expect([
    host.approvals.mayApprove(maya.userId),
    host.approvals.mayApprove(''),
    host.approvals.mayApprove('*'),
  ]).toEqual([false, false, false]);
  await maya.decide(shown, 'allow-once');
  await until(async () => (await maya.unacknowledged()) === 0);
  expect(host.approvals.mayApprove(maya.userId)).toBe(false);
  expect(host.channel.approvalCapability.resolveApproveCommandBehavior()).toMatchObject({ kind: 'reply' });
});

test('“always” is offered with what it would mean, once, and what is no decision is no button', async () => {
  const always = { kind: 'decision', decision: 'allow-always', label: 'Always', style: 'primary' };
  const explain = { kind: 'command', decision: 'explain', label: 'Explain', style: 'secondary' };
  const { maya } = await connected(async ({ ask }) => void (await ask({ actions: [always, explain, always] })));
  await maya.say('go');
  const { card } = await maya.pendingCard();
  expect(card.actions).toEqual([{ label: 'Always', style: 'primary', value: 'allow-always' }]);
  expect(card.request?.alwaysScope).toContain('list of allowed commands');
});

test('a command that is too long for a card stands above it, whole', async () => {
  const command = `echo ${'x'.repeat(9_000)}`;
  const { maya } = await connected(async ({ ask }) => void (await ask({ commandText: command })));
  await maya.say('go');
  const { messageId, card } = await maya.pendingCard();
  expect(card.request?.command).toBeNull();
  const shown = (await maya.messages()).find(({ id }) => id === messageId);
  expect(textOf(shown?.content ?? [])).toContain(command);
});

test('what was decided in OpenClaw itself leaves no card behind that could be clicked', async () => {
  const { maya, host } = await connected(async ({ ask }) => void (await ask()));
  await maya.say('one');
  const { messageId, card } = await maya.pendingCard();
  await host.approvals.decideElsewhere(card.groupId, 'deny');
  expect(await maya.cardIn(messageId)).toBeNull();
  expect(await maya.texts()).toEqual(['Denied elsewhere.']);
});

test('a decision on what OpenClaw has forgotten is undone, people are told, and the card goes', async () => {
  const { maya, host } = await connected(async ({ ask }) => void (await ask()));
  await maya.say('two');
  const shown = await maya.pendingCard();
  host.approvals.forget();
  await maya.decide(shown, 'allow-once');
  await until(async () => (await maya.cardIn(shown.messageId)) === null);
  expect(await maya.texts()).toEqual(['OpenClaw no longer waits for an answer to this.']);
  const undone = await house.app.sql`
    select from action_resolutions where message_id = ${shown.messageId} and reverted_at is not null`;
  expect(undone).toHaveLength(1);
});

async function connected(agent: Agent) {
  const maya = await OwnAgent.of(house);
  const { path: state, remove } = stateFolder();
  const host = new FakeHost({ section: { url: maya.url, key: await maya.key() }, state, agent });
  host.start();
  ends.push(remove, () => host.stop());
  await until(() => host.status['connected'] === true);
  return { maya, host };
}
