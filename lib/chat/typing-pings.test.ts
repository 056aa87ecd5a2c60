import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pingEveryMs, TypingPings } from './typing-pings.ts';

/** Lets whatever waits for nothing but its turn go ahead. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function writer(answer: () => Promise<unknown> = () => Promise.resolve()) {
  const said: string[] = [];
  const clock = { ms: 0 };
  const say = (what: string) => () => {
    said.push(`${what} ${clock.ms}`);
    return answer();
  };
  const pings = new TypingPings({ ping: say('ping'), stop: say('stop'), now: () => clock.ms });
  return { said, clock, pings };
}

test('Maya writes for 7 s: three pings', async () => {
  const { said, clock, pings } = writer();
  for (; clock.ms <= 7_000; clock.ms += 100) {
    pings.changed('Hello');
    await settled();
  }
  expect(said).toEqual(['ping 0', 'ping 3000', 'ping 6000']);
});

test('emptying the text or sending it stops at once, and only once', async () => {
  const { said, pings } = writer();
  pings.changed('H');
  pings.changed('  ');
  pings.changed('');
  pings.stop();
  await settled();
  expect(said).toEqual(['ping 0', 'stop 0']);
});

test('behind an answer that does not come no pings pile up', async () => {
  const { said, clock, pings } = writer(() => new Promise(() => undefined));
  for (; clock.ms <= 20_000; clock.ms += 1_000) pings.changed('Hello');
  await settled();
  expect(said).toHaveLength(1);
});

test('who has said nothing stops nothing', async () => {
  const { said, pings } = writer();
  pings.changed('');
  pings.stop();
  await settled();
  expect(said).toEqual([]);
});

test('a stop waits for the ping that it ends', async () => {
  const answers: (() => void)[] = [];
  const { said, pings } = writer(() => new Promise<void>((resolve) => answers.push(resolve)));
  pings.changed('H');
  pings.stop();
  await settled();
  expect(said).toEqual(['ping 0']);
  answers[0]?.();
  await settled();
  expect(said).toEqual(['ping 0', 'stop 0']);
});

test('a ping that fails breaks nothing: the next one is said in its time', async () => {
  const { said, clock, pings } = writer(() => Promise.reject(new Error('no network')));
  pings.changed('H');
  await settled();
  clock.ms = pingEveryMs;
  pings.changed('He');
  await settled();
  expect(said).toEqual(['ping 0', 'ping 3000']);
});

test('however one writes, pings are 3 s apart, and each stop ends a ping', async () => {
  const step = fc.record({ waited: fc.nat(4_000), text: fc.constantFrom('', 'Hello') });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { said, clock, pings } = writer();
      for (const { waited, text } of steps) {
        clock.ms += waited;
        pings.changed(text);
        await settled();
      }
      const words = said.map((word) => word.split(' '));
      const times = words.filter(([what]) => what === 'ping').map(([, at]) => Number(at));
      times.slice(1).forEach((at, i) => expect(at - (times[i] ?? 0)).toBeGreaterThanOrEqual(pingEveryMs));
      const beforeStops = words.flatMap(([what], i) => (what === 'stop' ? [words[i - 1]?.[0]] : []));
      expect(beforeStops.every((what) => what === 'ping')).toBe(true);
    }),
  );
});
