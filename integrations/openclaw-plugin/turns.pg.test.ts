import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../server/testing/app.ts';
import { download, upload } from '../../server/testing/files.ts';
import { send } from '../../server/chat/messages/send.ts';
import { OwnAgent } from '../../server/testing/own-agent.ts';
import { until } from '../../server/testing/until.ts';
import { FakeHost, stateFolder, type Agent } from './fake-host.ts';

let house: TestApp;
const ends: (() => unknown)[] = [];

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
afterAll(() => house.close());

test('an answer grows in one message while it is written, and its conversation is a session of its own', async () => {
  const grown = Promise.withResolvers<void>();
  const { maya, host } = await connected(async ({ partial, deliver }) => {
    partial('The harbour ');
    partial('The harbour is full');
    await grown.promise;
    await deliver({ text: 'The harbour is full.' });
  });
  host.session = { totalTokens: 900, contextTokens: 128_000, model: 'mock-1', modelProvider: 'mock' };
  await maya.say('How is the harbour?');
  await until(async () => (await maya.texts())[0] === 'The harbour is full');
  expect((await maya.answers())[0]?.stream).toBe('open');
  grown.resolve();
  await maya.reads('The harbour is full.');
  expect(host.warnings).toEqual([]);
  const { name, principal } = maya.person;
  const to = `kilo-chat:${maya.conversationId}`;
  expect(host.turns).toMatchObject([
    {
      from: `kilo-chat:${principal.userId}`,
      sender: { id: principal.userId, name },
      reply: { to, originatingTo: to },
      route: { routeSessionKey: `agent:main:kilo-chat:direct:${maya.conversationId.toLowerCase()}` },
      message: { rawBody: 'How is the harbour?' },
    },
  ]);
});

test('a text before a tool and one after it are two messages, and one that turns out otherwise is replaced', async () => {
  const { maya } = await connected(async ({ partial, nextText, deliver }) => {
    partial('Let me look.');
    nextText();
    partial('It is emp');
    await deliver({ text: 'Let me look.' });
    await deliver({ text: 'I was wrong: it is full.' });
    await deliver({ text: 'That is all.' });
  });
  await maya.say('Look');
  expect(await maya.reads('Let me look.', 'I was wrong: it is full.', 'That is all.')).toBe(true);
});

test('what an agent thinks for itself, or says to nobody, is not said', async () => {
  const { maya } = await connected(async ({ plan, deliver }) => {
    await plan.delivery.deliver({ text: 'Hm.', isReasoning: true });
    await deliver({ text: '  ' });
    await deliver({ text: 'Yes.' });
  });
  await maya.say('Well?');
  expect(await maya.reads('Yes.')).toBe(true);
});

test('a turn that takes long holds nothing back: it is acknowledged, and the next message reaches OpenClaw', async () => {
  const over = Promise.withResolvers<void>();
  const { maya, host } = await connected(async ({ plan, deliver, text }) => {
    await plan.turnAdoptionLifecycle.onAdopted();
    if (text === 'first') await over.promise;
    await deliver({ text: `done with ${text}` });
  });
  await maya.say('first');
  await maya.say('second');
  await maya.reads('done with second');
  await until(async () => (await maya.unacknowledged()) === 0);
  expect(host.turns.map(({ message }) => message.rawBody)).toEqual(['first', 'second']);
  over.resolve();
  await maya.reads('done with second', 'done with first');
});

test('a message that OpenClaw never began with is begun by the next process, and one that it began with is not', async () => {
  const { maya, host, again } = await connected(async ({ plan, text }) => {
    if (text === 'begun') await plan.turnAdoptionLifecycle.onAdopted();
    await new Promise(() => undefined);
  });
  await maya.say('begun');
  await maya.say('kept');
  await until(() => host.turns.length === 2);
  await until(async () => (await maya.unacknowledged()) === 0);
  const next = await again(async ({ deliver, text }) => void (await deliver({ text: `did ${text}` })));
  await maya.reads('did kept');
  await maya.say('new');
  await maya.reads('did kept', 'did new');
  expect(next.turns.map(({ message }) => message.rawBody)).toEqual(['kept', 'new']);
});

test('what stands in OpenClaw’s queue when it is killed is begun again, and what has left it is not', async () => {
  const { maya, host, again } = await connected(async ({ plan: { turnAdoptionLifecycle: queue }, text, deliver }) => {
    queue.onDeferred();
    if (text !== 'leaves') return;
    await queue.onAdopted();
    await deliver({ text: 'Out of the queue.' });
    queue.onSettled();
  });
  await maya.say('leaves');
  await maya.reads('Out of the queue.');
  await maya.say('stays');
  await until(() => host.turns.length === 2);
  const next = await again(async ({ deliver, text }) => void (await deliver({ text: `did ${text}` })));
  await maya.reads('Out of the queue.', 'did stays');
  expect(next.turns).toHaveLength(1);
});

test('after a kill the answer that was begun is the one that goes on, and OpenClaw’s notice of it is not said', async () => {
  const { maya, again } = await connected(async ({ plan, partial }) => {
    await plan.turnAdoptionLifecycle.onAdopted();
    partial('One two');
    await new Promise(() => undefined);
  });
  await maya.say('Count');
  await until(async () => (await maya.texts())[0] === 'One two');
  const { cfg, channel } = await again(async () => undefined);
  // As OpenClaw says it: with the channel's name, in lower case.
  const to = `kilo-chat:${maya.conversationId.toLowerCase()}`;
  const notice = "I'm continuing your interrupted request now (the gateway has just restarted).";
  expect(await channel.outbound.sendText({ cfg, to, text: notice })).toMatchObject({ outcome: 'not_sent' });
  const doubt = {
    text: 'Did my previous reply reach you?',
    deliveryQueueId: 'main-session-restart-recovery:pending-final:1',
  };
  await channel.outbound.sendText({ cfg, to, ...doubt });
  const sent = await channel.outbound.sendText({ cfg, to, text: 'One two three.' });
  await maya.reads('One two three.', doubt.text);
  expect(sent.messageId).toBe((await maya.answers())[0]?.id);
  await channel.outbound.sendText({ cfg, to, text: 'And a thought.' });
  await maya.reads('One two three.', doubt.text, 'And a thought.');
});

test('a message that is told into a turn under way doesn’t end that turn’s answer, and a kill loses neither', async () => {
  const { maya, again } = await connected(async ({ plan, partial, text }) => {
    await plan.turnAdoptionLifecycle.onAdopted();
    if (text !== 'first') return plan.turnAdoptionLifecycle.onSettled();
    partial('One two');
    await new Promise(() => undefined);
  });
  await maya.say('first');
  await until(async () => (await maya.texts())[0] === 'One two');
  await maya.say('and faster');
  await until(async () => (await maya.unacknowledged()) === 0);
  const { cfg, channel } = await again(async () => undefined);
  await channel.outbound.sendText({ cfg, to: maya.conversationId, text: 'One two three, faster.' });
  expect(await maya.reads('One two three, faster.')).toBe(true);
});

test('what OpenClaw’s queue sends twice is read once, and nothing is sent to nowhere', async () => {
  const { maya, host } = await connected(async () => undefined);
  const context = { cfg: host.cfg, to: maya.conversationId, text: 'Good morning.', deliveryQueueId: 'morning' };
  const first = await host.channel.outbound.sendText(context);
  const second = await host.channel.outbound.sendText(context);
  expect(second.messageId).toBe(first.messageId);
  await maya.reads('Good morning.');
  await expect(host.channel.outbound.sendText({ ...context, to: 'somewhere' })).rejects.toThrow('conversation');
});

test('a reader who has read enough stops the agent', async () => {
  const { maya } = await connected(async ({ plan, partial }) => {
    await plan.turnAdoptionLifecycle.onAdopted();
    partial('On and on');
    await new Promise((resolve) => plan.replyOptions.abortSignal.addEventListener('abort', resolve));
  });
  await maya.say('Talk');
  const growing = await until(async () => (await maya.answers()).find(({ content }) => content.length > 0));
  await maya.stop(growing.id);
  await until(async () => (await maya.answers())[0]?.stream !== 'open');
  expect(await maya.texts()).toEqual(['On and on']);
});

test('files come with a message and go with an answer, with words or without', async () => {
  const bytes = new TextEncoder().encode('tide tables');
  const map = { buffer: bytes, contentType: 'text/plain', fileName: 'map.txt' };
  const { maya, host } = await connected(async ({ deliver }) => {
    host.media.set('/ws/map.txt', map);
    await deliver({ text: 'Here it is.', mediaUrls: ['/ws/map.txt'] });
    await deliver({ mediaUrls: ['/ws/map.txt'] });
  });
  const { conversationId } = maya;
  const { principal } = maya.person;
  const { attachmentId } = await upload(house, principal, conversationId, { bytes, filename: 'tides.txt' });
  await send(house.app, principal, { conversationId, content: [{ type: 'attachment', attachmentId }] });
  const files = async () =>
    (await maya.answers()).flatMap(({ content }) => content.filter((b) => b.type === 'attachment'));
  await until(async () => (await files()).length === 2);
  expect(host.saved).toMatchObject([{ bytes, filename: 'tides.txt' }]);
  expect(host.turns[0]?.media).toMatchObject([{ path: '/media/tides.txt', fileName: 'tides.txt' }]);
  await maya.reads('Here it is.', '', '');
  const [file] = await files();
  const got = await download(house, principal, { conversationId, attachmentId: file?.attachmentId ?? '' });
  expect(await got.text()).toBe('tide tables');
  await host.channel.outbound.sendMedia({ cfg: host.cfg, to: conversationId, text: 'Again', mediaUrl: '/ws/map.txt' });
  expect(await files()).toHaveLength(3);
});

test('people see it as online while it is connected, and what it can do', async () => {
  const { maya, host } = await connected(async () => undefined);
  await until(async () => (await maya.status()).capabilities.includes('attachments'));
  expect(await maya.status()).toMatchObject({ online: true });
  expect(host.status).toMatchObject({ connected: true, running: true });
});

test('a key that is refused is not tried again, and OpenClaw is told why', async () => {
  const maya = await OwnAgent.of(house);
  const host = start({ section: { url: maya.url, key: 'ccb_wrong' }, state: folder(), agent: async () => undefined });
  await until(() => host.status['lastError'] === 'the key was refused');
  expect(host.status).toMatchObject({ connected: false, running: true });
});

test('a message that OpenClaw can’t begin with is tried again, and then people hear of it', async () => {
  let tries = 0;
  const { maya } = await connected(async ({ text, deliver }) => {
    tries += 1;
    if (text !== 'twice' || tries < 2) throw new Error('state-lock contention');
    await deliver({ text: 'Now.' });
  });
  await maya.say('twice');
  await maya.reads('Now.');
  await maya.say('never');
  expect(await maya.reads('Now.', 'OpenClaw could not begin with this message. Its log says why.')).toBe(true);
});

test('a message that comes while OpenClaw stops is begun by the next one, and nobody is told that it failed', async () => {
  const { maya, host, again } = await connected(async () => undefined);
  host.isDraining = true;
  await maya.say('late');
  // More often than it would try for any other reason.
  await until(() => host.warnings.filter((words) => words.includes('draining')).length > 4);
  await host.stop();
  await again(async ({ deliver, text }) => void (await deliver({ text: `did ${text}` })));
  expect(await maya.reads('did late')).toBe(true);
});

async function connected(agent: Agent) {
  const maya = await OwnAgent.of(house);
  const settings = { section: { url: maya.url, key: await maya.key() }, state: folder() };
  const host = start({ ...settings, agent });
  await until(() => host.status['connected'] === true);
  /** Another process of the same OpenClaw, after this one was killed: what it had on its mind is gone, its state is there. */
  const again = async (next: Agent): Promise<FakeHost> => {
    const after = start({ ...settings, agent: next });
    await until(() => after.status['connected'] === true);
    return after;
  };
  return { maya, host, again };
}

function start(settings: ConstructorParameters<typeof FakeHost>[0]): FakeHost {
  const host = new FakeHost(settings);
  host.start();
  ends.push(() => host.stop());
  return host;
}

function folder(): string {
  const { path, remove } = stateFolder();
  ends.push(remove);
  return path;
}
