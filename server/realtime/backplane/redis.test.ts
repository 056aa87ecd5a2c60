import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conversationContext, presencePathOf, sandboxContext } from '#lib/contexts.ts';
import { createLog } from '#server/log.ts';
import { joinCluster, startTestRedis, type TestRedis } from '#server/testing/redis.ts';
import { until } from '#server/testing/until.ts';
import type { BackplaneMessage } from './backplane.ts';

const conversation = conversationContext('agent', '01ARZ3NDEKTSV4RRFFQ69G5FAV');
const looking = presencePathOf(conversation);
const wake: BackplaneMessage = { kind: 'wake' };
const typing: BackplaneMessage = {
  kind: 'tell',
  event: { context: conversation, event: 'typing', payload: { memberId: 'maya' }, about: 'a', alsoTo: ['jonas'] },
};

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

const node = (options?: Parameters<typeof joinCluster>[1]) => joinCluster(redis.url, options);

describe('topics', () => {
  test('[RT23] a node hears itself before publishing returns, and only once', async () => {
    await using here = await node();
    await using there = await node();
    const [own, others] = [ear(), ear()];
    await here.backplane.listen(conversation, own.hear).ready;
    await there.backplane.listen(conversation, others.hear).ready;
    here.backplane.publish(conversation, wake);
    expect(own.heard).toEqual([wake]);
    await until(() => others.heard.length > 0);
    there.backplane.publish(conversation, typing);
    await until(() => own.heard.length > 1);
    expect(own.heard).toEqual([wake, typing]);
  });

  test('[RT50] what is told crosses with everything that says to whom, and topics are kept apart', async () => {
    await using here = await node();
    await using there = await node();
    const [told, elsewhere] = [ear(), ear()];
    await Promise.all([
      there.backplane.listen(conversation, told.hear).ready,
      there.backplane.listen('bot agent', elsewhere.hear).ready,
    ]);
    here.backplane.publish(conversation, typing);
    here.backplane.publish('bot agent', wake);
    await until(() => told.heard.length > 0 && elsewhere.heard.length > 0);
    expect([told.heard, elsewhere.heard]).toEqual([[typing], [wake]]);
  });

  test('what no node says is left alone, and warned of once', async () => {
    const lines: string[] = [];
    await using there = await node({ log: logInto(lines) });
    await using here = await node();
    const { heard, hear } = ear();
    await there.backplane.listen(conversation, hear).ready;
    const unknown = { context: conversation, event: 'weather.changed', payload: {} };
    const broken = { context: conversation, event: 'typing', payload: { memberId: 7 } };
    for (const text of [
      'junk',
      'null',
      '{}',
      JSON.stringify({ from: 'x', message: { kind: 'shout' } }),
      JSON.stringify({ from: 'x', message: { kind: 'tell', event: unknown } }),
      JSON.stringify({ from: 'x', message: { kind: 'tell', event: broken } }),
    ]) {
      expect(await redis.ask('SPUBLISH', `test:${conversation}`, text)).toBe(1);
    }
    here.backplane.publish(conversation, wake);
    await until(() => heard.length > 0);
    expect(heard).toEqual([wake]);
    expect(lines).toEqual(['Redis brought something that no node of this version says.']);
  });

  test('two installations on one Redis hear nothing of each other', async () => {
    await using here = await node();
    await here.backplane.listen(conversation, () => undefined).ready;
    expect(await redis.ask('SPUBLISH', `another:${conversation}`, 'x')).toBe(0);
  });

  test('whoever listens last is heard, however topics are left and taken up and lines are cut', async () => {
    await using here = await node();
    await using there = await node();
    const topics = ['a', 'b'];
    let cuts = 0;
    const downs = calls((listener) => here.redis.onDown(listener));
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ do: fc.constant('listen' as const), topic: fc.nat(1) }) },
      { weight: 4, arbitrary: fc.record({ do: fc.constant('end' as const), topic: fc.nat(5) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('pause' as const), topic: fc.nat(1) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), topic: fc.nat(1) }) },
    );
    const run = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const ears: { topic: string; heard: BackplaneMessage[]; ready: Promise<void>; end(): void }[] = [];
      const ended: typeof ears = [];
      for (const { do: what, topic } of steps) {
        if (what === 'listen') {
          const { heard, hear } = ear();
          const name = topics[topic] ?? '';
          ears.push({ topic: name, heard, ...here.backplane.listen(name, hear) });
        } else if (what === 'end') {
          for (const one of ears.splice(topic, 1)) {
            one.end();
            one.end();
            ended.push(one);
          }
        } else if (what === 'pause') {
          await redis.ask('PING');
        } else {
          await until(() => here.backplane.isWhole());
          const before = downs.count;
          const cut = Number(await redis.ask('CLIENT', 'KILL', 'TYPE', 'pubsub'));
          cuts += cut;
          // What is said before a node notices is lost, and that it is noticed is the heads' business.
          await until(() => downs.count === before + cut);
        }
      }
      await Promise.all(ears.map((one) => one.ready));
      await until(() => here.backplane.isWhole());
      for (const one of [...ears, ...ended]) one.heard.length = 0;
      for (const topic of topics) there.backplane.publish(topic, wake);
      await until(() => ears.every((one) => one.heard.length > 0));
      const held = new Set(ears.map((one) => `test:${one.topic}`));
      await until(async () => {
        const channels = (await redis.ask('PUBSUB', 'SHARDCHANNELS')) as string[];
        return channels.toSorted().join() === [...held].toSorted().join();
      });
      expect(ears.map((one) => one.heard)).toEqual(ears.map(() => [wake]));
      expect(ended.flatMap((one) => one.heard)).toEqual([]);
      for (const one of ears) one.end();
    });
    await fc.assert(run, { numRuns: 30, seed: 20_261_121 });
    expect(cuts).toBeGreaterThan(0);
    process.stdout.write(`    topics: 30 schedules of listening and ending, ${cuts} lines cut\n`);
  });
});

describe('without Redis', () => {
  test('a node that finds no Redis starts, hears itself, waits for nothing, and joins later', async () => {
    await using late = await startTestRedis();
    await late.kill();
    const lines: string[] = [];
    await using here = await joinCluster(late.url, { log: logInto(lines) });
    const { heard, hear } = ear();
    await here.backplane.listen(conversation, hear).ready;
    here.backplane.publish(conversation, wake);
    here.backplane.presence.enter(looking, 'maya');
    expect(heard).toEqual([wake]);
    expect(here.backplane.isWhole()).toBe(false);
    expect(await here.backplane.presence.isIn(looking, 'maya')).toBe(true);
    expect(await here.backplane.presence.whoIsIn(looking)).toEqual(['maya']);
    expect(lines).toEqual([gone]);

    const healed = calls(here.backplane.onHealed);
    await late.start();
    await until(() => healed.count > 0);
    expect(here.backplane.isWhole()).toBe(true);
    expect(lines).toEqual([gone, back]);
    await using there = await joinCluster(late.url);
    expect(await there.backplane.presence.whoIsIn(looking)).toEqual(['maya']);
    there.backplane.publish(conversation, typing);
    await until(() => heard.includes(wake) && heard.some(({ kind }) => kind === 'tell'));
  });

  test('[RT51] with Redis killed nothing throws or piles up; with Redis back all is heard again and the lost wake-ups are said', async () => {
    await using own = await startTestRedis();
    const lines: string[] = [];
    await using here = await joinCluster(own.url, { log: logInto(lines) });
    await using there = await joinCluster(own.url);
    const topics = Array.from({ length: 200 }, (_, n) => sandboxContext(`agent-${n}`));
    const ears = topics.map((topic) => {
      const { heard, hear } = ear();
      return { heard, ...there.backplane.listen(topic, hear) };
    });
    await Promise.all(ears.map((one) => one.ready));
    const healed = [calls(here.backplane.onHealed), calls(there.backplane.onHealed)];

    await own.kill();
    await until(() => !here.backplane.isWhole() && !there.backplane.isWhole());
    for (let n = 0; n < 50; n++) for (const topic of topics) here.backplane.publish(topic, wake);
    expect(ears.flatMap((one) => one.heard)).toEqual([]);
    expect(lines).toEqual([gone]);

    await own.start();
    await until(() => healed.every((one) => one.count === 1));
    expect([here.backplane.isWhole(), there.backplane.isWhole()]).toEqual([true, true]);
    for (const topic of topics) here.backplane.publish(topic, wake);
    await until(() => ears.every((one) => one.heard.length > 0));
    // What was said ten thousand times meanwhile is said once, if at all: the others may have joined a moment later.
    expect(ears.every((one) => one.heard.length <= 2)).toBe(true);
    expect(lines).toEqual([gone, back]);
  });

  test('a Redis that is there and says nothing is given up', async () => {
    await using own = await startTestRedis();
    await using here = await joinCluster(own.url);
    own.freeze();
    const listening = here.backplane.listen(conversation, () => undefined);
    await listening.ready;
    await until(() => !here.backplane.isWhole());
    own.thaw();
    await until(() => here.backplane.isWhole());
    expect(await own.ask('PUBSUB', 'SHARDCHANNELS')).toEqual([`test:${conversation}`]);
  });
});

describe('a Redis that refuses', () => {
  test('[RT51] who may not listen is told once, counts as alone, and joins when allowed', async () => {
    await using own = await startTestRedis();
    await own.ask('ACL', 'SETUSER', 'claw', 'on', '>password', '~*', '&*', '+@all', '-ssubscribe');
    const lines: string[] = [];
    const url = own.url.replace('//', '//claw:password@');
    await using here = await joinCluster(url, { lifeMs: 600, log: logInto(lines) });
    await using there = await joinCluster(own.url);
    const { heard, hear } = ear();
    const healed = calls(here.backplane.onHealed);
    await Promise.all(['a', 'b', 'c'].map((topic) => here.backplane.listen(topic, hear).ready));
    expect([here.backplane.isWhole(), healed.count]).toEqual([false, 0]);
    await own.ask('ACL', 'SETUSER', 'claw', '+ssubscribe');
    await until(() => here.backplane.isWhole());
    expect(healed.count).toBe(1);
    there.backplane.publish('b', wake);
    await until(() => heard.length > 0);
    expect(lines).toEqual(["Redis doesn't let this node listen. It needs version 7, and the right to SSUBSCRIBE."]);
  });
});

describe('presence', () => {
  test('[RT52] who looks at what is known on all nodes, once for each person, until the last node says otherwise', async () => {
    await using here = await node();
    await using there = await node();
    here.backplane.presence.enter(looking, 'maya');
    there.backplane.presence.enter(looking, 'maya');
    there.backplane.presence.enter(looking, 'jonas');
    there.backplane.presence.enter('/presence/web', 'jonas');
    const ask = here.backplane.presence;
    await until(async () => (await ask.whoIsIn(looking)).length === 2);
    await until(() => ask.isIn('/presence/web', 'jonas'));
    expect(await ask.isIn('/presence/app', 'jonas')).toBe(false);
    here.backplane.presence.leave(looking, 'maya');
    expect(await ask.isIn(looking, 'maya')).toBe(true);
    there.backplane.presence.leave(looking, 'maya');
    await until(async () => !(await ask.isIn(looking, 'maya')));
    expect(await ask.whoIsIn(looking)).toEqual(['jonas']);
  });

  test('[RT52] what a silent node said fades, what a living one says does not, and nothing is left behind', async () => {
    await using own = await startTestRedis();
    const here = await joinCluster(own.url, { lifeMs: 600 });
    const there = await joinCluster(own.url, { lifeMs: 600 });
    here.backplane.presence.enter(looking, 'maya');
    there.backplane.presence.enter(looking, 'jonas');
    await until(async () => (await here.backplane.presence.whoIsIn(looking)).length === 2);
    // It says nothing any more, not even that its people are gone.
    await there[Symbol.asyncDispose]();
    await until(async () => (await here.backplane.presence.whoIsIn(looking)).join() === 'maya');
    await until(async () => (await own.ask('DBSIZE')) === 2);
    expect(await here.backplane.presence.isIn(looking, 'jonas')).toBe(false);
    await here[Symbol.asyncDispose]();
    await until(async () => (await own.ask('DBSIZE')) === 0);
  });

  test('[RT51] with Redis back everybody is said again at once, and listeners look again', async () => {
    await using own = await startTestRedis();
    await using here = await joinCluster(own.url);
    await using there = await joinCluster(own.url);
    const { heard, hear } = ear();
    await there.backplane.listen(conversation, hear).ready;
    here.backplane.presence.enter(looking, 'maya');
    await until(() => there.backplane.presence.isIn(looking, 'maya'));
    await own.kill();
    await until(() => !there.backplane.isWhole());
    expect(await there.backplane.presence.isIn(looking, 'maya')).toBe(false);
    heard.length = 0;
    await own.start();
    await until(() => there.backplane.presence.isIn(looking, 'maya'));
    await until(() => heard.some(({ kind }) => kind === 'presence'));
  });
});

const gone = "Redis can't be reached. Nodes find each other's news in the database.";
const back = 'Redis is back.';

function ear() {
  const heard: BackplaneMessage[] = [];
  return { heard, hear: (message: BackplaneMessage) => void heard.push(message) };
}

function calls(on: (listener: () => void) => void) {
  const counted = { count: 0 };
  on(() => (counted.count += 1));
  return counted;
}

function logInto(lines: string[]) {
  const write = (line: string) => void lines.push((JSON.parse(line) as { msg: string }).msg);
  return createLog({ level: 'info', format: 'json' }, { write });
}
