import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { expireDue } from '#server/chat/approvals/expire.ts';
import { endOverdue } from '#server/bots/deliveries/urgent.ts';
import { movableClock, type TestAppOptions } from '#server/testing/app.ts';
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts';
import { download } from '#server/testing/files.ts';
import { calls, pauses, says, type Behaviour } from '#server/testing/model-server.ts';
import { guest } from '#server/testing/personas.ts';
import {
  answered,
  answersOf,
  cardOf,
  decide,
  fileIn,
  messagesOf,
  say,
  startThinkingHouse,
  wordsOf,
  type Guest,
} from '#server/testing/thinking-house.ts';
import { until } from '#server/testing/until.ts';

type House = Awaited<ReturnType<typeof startThinkingHouse>>;

const notes = { name: 'notes.md', text: '# Harbour\n\nFull.\n', why: 'You asked for a note.' };
let house: House;

beforeAll(async () => {
  house = await startThinkingHouse();
});
afterAll(() => house.close());
beforeEach(() => void (house.model.requests.length = 0));

/** Somebody whose agent has just asked whether it may save a note. */
async function asked(name: string, asks: Behaviour = calls('save_file', notes), at: House = house): Promise<Guest> {
  const someone = await guest(at.app, name);
  at.model.will(asks);
  await say(at, someone, 'Write that down');
  await answered(at, someone, 1);
  return someone;
}

const rolesOf = ({ model }: House) =>
  model.requests
    .at(-1)
    ?.messages.slice(1)
    .map(({ role }) => role);
const outcomeIn = ({ model }: House) => model.requests.at(-1)?.messages.find(({ role }) => role === 'tool')?.content;

test('what the model wants to save is shown whole, is allowed, and is then a file of the conversation', async () => {
  const maya = await asked('Maya', calls('save_file', notes, { text: 'I’ll write that down.' }));
  const { card, message } = await cardOf(house, maya);
  expect(wordsOf(message)).toBe('I’ll write that down.');
  expect(card).toMatchObject({
    state: 'pending',
    actions: [{ value: 'allow-once' }, { value: 'deny' }],
    request: { kind: 'save_file', title: 'Save notes.md', command: notes.text, why: notes.why },
  });
  expect(
    (await messagesOf(house, maya)).flatMap(({ content }) => content.filter(({ type }) => type === 'attachment')),
  ).toEqual([]);
  await decide(house, maya, 'allow-once');
  expect((await answered(house, maya, 2)).at(-1)).toBe('Saved as notes.md.');
  const saved = (await answersOf(house, maya))[1];
  expect(saved?.replyTo?.messageId).toBe(message.id);
  const { attachmentId, filename } = fileIn(saved ?? message);
  expect(filename).toBe('notes.md');
  const got = await download(house, maya.principal, { conversationId: maya.conversationId, attachmentId });
  expect(await got.text()).toBe(notes.text);
  await say(house, maya, 'Is it there?');
  await answered(house, maya, 3);
  expect(rolesOf(house)).toEqual(['user', 'assistant', 'tool', 'user']);
  expect(outcomeIn(house)).toBe('Maya allowed it. The file is in the conversation.');
});

test('what is denied isn’t saved; that is said, and the model knows', async () => {
  const noor = await asked('Noor');
  await decide(house, noor, 'deny');
  expect((await answered(house, noor, 2)).at(-1)).toBe('As you wish: notes.md isn’t saved.');
  await say(house, noor, 'Why not?');
  await answered(house, noor, 3);
  expect(outcomeIn(house)).toBe('Noor denied it. Nothing was saved.');
});

test('while nobody has decided the conversation goes on, and the decision counts when it comes', async () => {
  const priya = await asked('Priya');
  await say(house, priya, 'Something else first');
  expect((await answered(house, priya, 2)).at(-1)).toBe('You said: Something else first');
  expect(outcomeIn(house)).toMatch(/^Nobody has decided yet/);
  await decide(house, priya, 'allow-once');
  expect((await answered(house, priya, 3)).at(-1)).toBe('Saved as notes.md.');
});

test('a decision that comes while the model answers is acted on at once', async () => {
  const quinn = await asked('Quinn');
  const { promise: goOn, resolve } = Promise.withResolvers<void>();
  house.model.will(pauses('Well', goOn, '.'));
  await say(house, quinn, 'Something else first');
  await until(() => house.model.requests.length === 2);
  await decide(house, quinn, 'allow-once');
  await until(async () => (await answersOf(house, quinn)).map(wordsOf).includes('Saved as notes.md.'));
  resolve();
  expect(await answered(house, quinn, 3)).toEqual(['', 'Well.', 'Saved as notes.md.']);
});

test('that nobody decided in time is said, once, and nothing is saved', async () => {
  const clock = movableClock();
  await using later = await startThinkingHouse({ clock });
  const rosa = await asked('Rosa', calls('save_file', notes), later);
  clock.pass(60 * 60_000 + 1_000);
  await Promise.all([expireDue(later.app), expireDue(later.app)]);
  expect((await answered(later, rosa, 2)).at(-1)).toMatch(/^Nobody decided in time, so notes\.md isn’t saved\./);
  await say(later, rosa, 'What happened?');
  expect(await answered(later, rosa, 3)).toHaveLength(3);
  expect(outcomeIn(later)).toBe('Nobody decided in time. Nothing was saved.');
});

test('what it can’t save it says, and asks nobody', async () => {
  const long = { name: 'book.md', text: 'x'.repeat(8_001) };
  const sami = await asked('Sami', calls('save_file', long));
  house.model.will(calls('save_file', '{"name": "no'), calls('launch_rocket', {}));
  for (const count of [2, 3]) {
    await say(house, sami, 'Again');
    await answered(house, sami, count);
  }
  expect(await answered(house, sami, 3)).toEqual([
    expect.stringMatching(/^I wanted to save book\.md, but it is longer than the 8000 characters/),
    expect.stringMatching(/didn’t say properly which one/),
    expect.stringMatching(/a tool that I don’t have/),
  ]);
});

/** An installation that has stopped right after its agent asked. */
async function stopped(
  name: string,
  work: (again: (options?: TestAppOptions) => Promise<House>, someone: Guest, database: TestDatabase) => Promise<void>,
) {
  await using database = await createTestDatabase();
  const { model } = house;
  const clock = movableClock();
  const again = (options: TestAppOptions = {}) => startThinkingHouse({ database, model, clock, ...options });
  const first = await again();
  const someone = await asked(name, calls('save_file', notes), first);
  await first.close();
  await work(again, someone, database);
}

test('a decision on what an earlier start asked is carried out, and once, though it is told twice', () =>
  stopped('Tess', async (again, tess, { sql }) => {
    const second = await again();
    await decide(second, tess, 'allow-once');
    expect(await answered(second, tess, 2)).toEqual(['', 'Saved as notes.md.']);
    await second.close();
    // As if it had died between saving and acknowledging.
    await sql`update deliveries set state = 'sent', acknowledged_at = null, next_attempt_at = now()`;
    house.model.requests.length = 0;
    await using third = await again();
    expect(await answered(third, tess, 2)).toEqual(['', 'Saved as notes.md.']);
    expect(await sql`select from attachments where message_id is not null`).toHaveLength(1);
    expect(house.model.requests).toEqual([]);
  }));

test('a decision that is made while the agent is away is carried out when it comes back', () =>
  stopped('Ulla', async (again, ulla, { sql }) => {
    const away = await again({ agents: false });
    await decide(away, ulla, 'deny');
    await until(async () => (await sql`select from deliveries where type = 'action.executed'`).length === 1);
    await away.close();
    await using second = await again();
    expect(await answered(second, ulla, 2)).toEqual(['', 'As you wish: notes.md isn’t saved.']);
  }));

test('a decision that never reached the agent is undone, and counts when it is made again', () =>
  stopped('Vera', async (again, vera, { sql }) => {
    const clock = movableClock();
    const away = await again({ agents: false, clock });
    await decide(away, vera, 'allow-once');
    await until(async () => (await sql`select from deliveries where type = 'action.executed'`).length === 1);
    clock.pass(10 * 60_000);
    await endOverdue(away.app);
    await away.close();
    await using second = await again();
    expect((await cardOf(second, vera)).card).toMatchObject({ state: 'pending', undone: { value: 'allow-once' } });
    second.model.will(says('Go ahead.'));
    await say(second, vera, 'And now?');
    expect(await answered(second, vera, 2)).toEqual(['', 'Go ahead.']);
    expect(outcomeIn(second)).toMatch(/^A decision was undone/);
    await decide(second, vera, 'allow-once');
    expect(await answered(second, vera, 3)).toEqual(['', 'Go ahead.', 'Saved as notes.md.']);
  }));

test('that time ran out on what an earlier start asked is said once the agent comes by it again', () =>
  stopped('Wim', async (again, wim) => {
    const clock = movableClock();
    await using second = await again({ clock });
    await say(second, wim, 'Something else');
    expect(await answered(second, wim, 2)).toEqual(['', 'You said: Something else']);
    clock.pass(60 * 60_000 + 1_000);
    await expireDue(second.app);
    expect((await answered(second, wim, 3)).at(-1)).toMatch(/^Nobody decided in time/);
  }));
