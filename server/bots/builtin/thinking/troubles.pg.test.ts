import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { must } from '#lib/std/must.ts';
import { requestStop } from '#server/chat/streams/stop.ts';
import {
  cutAfter,
  failsInside,
  fallsSilentAfter,
  refuses,
  refusesKey,
  says,
  stammers,
  talksNonsense,
  type Behaviour,
} from '#server/testing/model-server.ts';
import { guest } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';
import { answered, answersOf, say, startThinkingHouse } from '#server/testing/thinking-house.ts';

const lines: string[] = [];
let house: Awaited<ReturnType<typeof startThinkingHouse>>;

beforeAll(async () => {
  house = await startThinkingHouse({
    env: { OPENAI_TIMEOUT_SECONDS: '1' },
    log: { write: (line) => void lines.push(line) },
  });
});
afterAll(() => house.close());
beforeEach(() => {
  house.model.requests.length = 0;
  lines.length = 0;
});

const broken = refuses(500, { message: 'CUDA out of memory' });
const busy = refuses(429, { message: 'Slow down' }, { 'retry-after': '0' });
const words = (text: string): Behaviour => says(text);

let names = 0;
async function askedWith(...behaviours: Behaviour[]) {
  const someone = await guest(house.app, `Guest ${++names}`);
  house.model.will(...behaviours);
  await say(house, someone, 'How is the harbour?');
  const answers = await answered(house, someone, 1);
  return { someone, answers, tries: house.model.requests.length };
}

test.each<[string, Behaviour[]]>([
  ['fails and comes back', [broken, refuses(503, { message: 'loading' })]],
  ['is busy for a moment', [busy, busy]],
  ['breaks the line before the first word', [cutAfter('')]],
  ['answers with nothing, once', [says('')]],
  ['fails after it has said that all is well', [failsInside(502)]],
])('an endpoint that %s is asked again, and people read one answer', async (_what, behaviours) => {
  const { answers, tries } = await askedWith(...behaviours, words('Full.'));
  expect(answers).toEqual(['Full.']);
  expect(tries).toBe(behaviours.length + 1);
});

test.each<[string, Behaviour, number, RegExp]>([
  ['that stays broken', broken, 4, /server is in trouble \(500\)/],
  ['that stays busy', busy, 4, /has too much to do[^]*\(429\)/],
  [
    'that wants to be left alone for an hour',
    refuses(429, { message: '' }, { 'retry-after': '3600' }),
    1,
    /60 minutes/,
  ],
  ['whose account is empty', refuses(429, { message: 'Pay', code: 'insufficient_quota' }), 1, /no credit/],
  ['that refuses the key', refusesKey, 1, /refuses the key that I was given \(401\)/],
  ['that forbids it', refuses(403, { message: 'no' }), 1, /refuses the key that I was given \(403\)/],
  ['that doesn’t know the model', refuses(404, { message: 'model "harbour-1" not found' }), 1, /nobody knows it/],
  ['that refuses the question', refuses(400, { message: 'bad temperature' }), 1, /refused the question \(400\)/],
  ['that is a page of somebody else’s', talksNonsense, 2, /no answer of a model/],
  ['that stammers', stammers, 2, /no answer of a model/],
  ['that has nothing to say', says(''), 2, /answered with nothing/],
  ['that takes the question and falls silent', fallsSilentAfter(''), 1, /said nothing for so long/],
  ['that always breaks the line', cutAfter(''), 3, /broke each time/],
  ['whose room was used up by thinking', says('', 'length'), 1, /used up its room/],
  ['that holds its answer back', says('', 'content_filter'), 1, /held its answer back/],
])('an endpoint %s is told of in words', async (_what, behaviour, tries, sentence) => {
  const { answers, tries: asked } = await askedWith(...Array.from({ length: tries }, () => behaviour));
  expect(answers).toEqual([expect.stringMatching(sentence)]);
  expect(asked).toBe(tries);
  expect(lines.filter((line) => line.includes('"trouble"'))).toHaveLength(tries);
});

test.each<[string, Behaviour, RegExp]>([
  [
    'whose line breaks',
    cutAfter('The harbour is'),
    /^The harbour is\n\nMy answer breaks off here: the line[^]*lost\.$/,
  ],
  ['that falls silent', fallsSilentAfter('The harbour is'), /^The harbour is\n\n[^]*went silent\.$/],
  ['that has no room for more', says('The harbour is', 'length'), /^The harbour is\n\n[^]*“go on”/],
  ['that holds the rest back', says('The harbour is', 'content_filter'), /^The harbour is\n\n[^]*held back/],
])('of a model %s what came stays, and it is said that it isn’t all', async (_what, behaviour, sentence) => {
  const { answers, tries } = await askedWith(behaviour);
  expect(answers).toEqual([expect.stringMatching(sentence)]);
  expect(tries).toBe(1);
});

test('a conversation that is too long for the model is shortened until it fits', async () => {
  const tooLong = refuses(400, {
    message: 'This model’s maximum context length is 10 tokens',
    code: 'context_length_exceeded',
  });
  const { someone } = await askedWith(words('Full.'));
  for (let n = 2; n <= 8; n++) {
    await say(house, someone, 'And now? '.repeat(100));
    await answered(house, someone, n);
  }
  house.model.requests.length = 0;
  house.model.will(tooLong, tooLong, words('Still full.'));
  await say(house, someone, 'And tomorrow?');
  expect((await answered(house, someone, 9)).at(-1)).toBe('Still full.');
  const [first = 0, second = 0, third = 0] = house.model.requests.map(({ messages }) => messages.length);
  expect(first).toBeGreaterThan(second);
  expect(second).toBeGreaterThan(third);
  expect(house.model.requests.at(-1)?.messages.at(-1)?.content).toBe('And tomorrow?');
});

test('a question that no shortening helps is told of', async () => {
  const tooLong = refuses(400, { message: 'the request exceeds the available context size' });
  const { answers } = await askedWith(...Array.from({ length: 4 }, () => tooLong));
  expect(answers).toEqual([expect.stringMatching(/too long for my model/)]);
});

test('an endpoint that knows no tools is asked without, from then on', async () => {
  const refusal = refuses(400, { message: 'registry.ollama.ai/library/harbour-1 does not support tools' });
  const { someone, answers } = await askedWith(refusal, words('Full.'));
  expect(answers).toEqual(['Full.']);
  await say(house, someone, 'Sure?');
  await answered(house, someone, 2);
  expect(house.model.requests.map(({ tools }) => tools?.length ?? 0)).toEqual([1, 0, 0]);
  expect(house.model.requests.at(-1)?.messages[0]?.content).toMatch(/no tools/);
});

test('a reader’s stop ends the waiting for a model that is busy', async () => {
  const someone = await guest(house.app, 'Patience');
  house.model.will(refuses(429, { message: 'Slow down' }, { 'retry-after': '59' }));
  await say(house, someone, 'How is the harbour?');
  await until(() => lines.some((line) => line.includes('"trouble":"busy"')));
  const { conversationId } = someone;
  const messageId = must((await answersOf(house, someone))[0], 'an open message').id;
  await requestStop(house.app, someone.principal, { conversationId, messageId });
  expect(await answered(house, someone, 1)).toEqual(['I stopped before I had said anything.']);
});

test('an address where nobody answers is told of', async () => {
  await using lost = await startThinkingHouse({ env: { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' } });
  const someone = await guest(lost.app, 'Somebody');
  await say(lost, someone, 'Hello?');
  expect(await answered(lost, someone, 1)).toEqual([expect.stringMatching(/nothing answers at its address/)]);
}, 60_000);

test('neither a log nor a message tells the key or what the endpoint said, though that quotes both', async () => {
  const key = house.model.env.OPENAI_API_KEY;
  const quotes: Behaviour = (res, { authorization, messages }) =>
    refuses(400, { message: `${authorization} may not ask: ${must(messages.at(-1), 'a question').content}` })(res);
  const { answers } = await askedWith(quotes);
  const refused = await askedWith(refusesKey);
  const log = lines.join('');
  expect(house.model.requests[0]?.authorization).toBe(`Bearer ${key}`);
  expect(log).toMatch(/"trouble":"request_refused","status":400/);
  for (const told of [log, ...answers, ...refused.answers]) expect(told).not.toContain(key);
  expect(log).not.toMatch(/may not ask|Incorrect API key|How is the harbour/);
});
