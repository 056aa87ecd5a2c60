import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userContext } from '#lib/contexts.ts';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { contextsPerFrameMax, upFrameSchema } from '#lib/protocol/up.ts';
import { documented } from '#server/testing/documented.ts';
import { createHouse, type House } from '#server/testing/realtime-house.ts';
import type { Listener } from '#server/testing/listener.ts';
import { spoiltInputs } from '#server/testing/spoilt-inputs.ts';

/** Another one asks other questions. */
const seed = 7;

let house: House;
let maria: SessionPrincipal;
let zoe: SessionPrincipal;
let sent = 0;
beforeAll(async () => {
  house = await createHouse();
  [maria, zoe] = await Promise.all([house.person('maria'), house.person('zoe')]);
});
afterAll(async () => {
  process.stdout.write(`spoilt frames: ${sent} sent, 0 sockets lost\n`);
  await house[Symbol.asyncDispose]();
});

const valid = () => ({
  subscribe: { type: 'context.subscribe', contexts: [{ context: userContext(maria.userId), after: 0, epoch: 1 }] },
  unsubscribe: { type: 'context.unsubscribe', contexts: [userContext(maria.userId)] },
  ack: { type: 'ack', seq: 1 },
});

test('[RT7] whatever the schema of frames allows or nearly allows is obeyed or answered, and the socket goes on', async () => {
  const socket = await house.listen(maria);
  for (const [index, frame] of Object.values(valid()).entries()) {
    for (const spoilt of spoiltInputs(upFrameSchema, frame, { seed: seed + index, most: 400 }))
      await expectSurvived(socket, JSON.stringify(spoilt));
  }
  await socket.close();
});

test('[RT7] text that is nearly a frame, any text and any bytes are answered, and the socket goes on', async () => {
  const socket = await house.listen(maria);
  const frames = Object.values(valid()).map((frame) => JSON.stringify(frame));
  const cut = fc.tuple(fc.constantFrom(...frames), fc.nat(), fc.string({ maxLength: 3, unit: 'binary' }));
  const nearly = cut.map(
    ([text, at, other]) => text.slice(0, at % text.length) + other + text.slice((at % text.length) + 1),
  );
  const anything = fc.oneof(
    { weight: 4, arbitrary: nearly },
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(
      '['.repeat(30_000),
      `{"a":`.repeat(5_000),
      '"'.repeat(9),
      '{"__proto__":{"type":"ack"},"seq":1}',
      '\0',
    ),
  );
  for (const frame of fc.sample(anything, { seed, numRuns: 600 })) await expectSurvived(socket, frame);
  await socket.close();
});

test('[RT8] of contexts that are nearly somebody else’s none is opened', async () => {
  const socket = await house.listen(maria);
  const foreign = userContext(zoe.userId);
  const near = fc.tuple(
    fc.nat(foreign.length - 1),
    fc.constantFrom('', '/', '%2f', '..', '\0', '*', '?', 'A', '\u0430'),
  );
  const contexts = fc
    .sample(near, { seed, numRuns: contextsPerFrameMax - 1 })
    .map(([at, other]) => foreign.slice(0, at) + other + foreign.slice(at));
  socket.subscribe(...contexts, foreign);
  const asked = new Set([...contexts, foreign]).size;
  await socket.until(() => socket.frames.length >= asked);
  expect(new Set(socket.frames.map((frame) => (frame.type === 'error' ? frame.code : frame.type)))).toEqual(
    new Set(['forbidden']),
  );
  expect(house.realtime.stats().contexts).toBe(0);
  await socket.close();
});

test('as many were sent as documented', () => expect(sent).toBeGreaterThanOrEqual(documented('frames')));

/** One that was not understood has its answer before the next ping has its own; either way there is one. */
async function expectSurvived(socket: Listener, frame: string | Buffer): Promise<void> {
  // More than two hundred frames a second are a flood, which is another test's.
  if (sent++ % 50 === 0) house.clock.pass(10_000);
  const pongs = socket.pongs.length;
  socket.socket.send(frame);
  socket.send('ping');
  const code = await Promise.race([socket.ended, socket.until(() => socket.pongs.length > pongs).then(() => null)]);
  expect({ frame: String(frame).slice(0, 200), code }).toEqual({ frame: String(frame).slice(0, 200), code: null });
}
