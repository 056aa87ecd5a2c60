import { ulid } from 'ulid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FileBlock, InputBlock } from '#lib/contract/blocks.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask, type Answer } from '#server/testing/ask.ts';
import { put, upload } from '#server/testing/files.ts';
import { guest, person, type Person } from '#server/testing/personas.ts';
import { rowCounts } from '#server/testing/row-counts.ts';
import { announce } from './attachments/announce.ts';
import { createConversation } from './conversations/create.ts';
import { deleteMessage } from './messages/delete.ts';
import { edit } from './messages/edit.ts';
import { send } from './messages/send.ts';

/** What people and programs get wrong, by both doors: each is refused in its own words, and nothing is written. */

let house: TestApp;
let maya: Person;
let scene: Awaited<ReturnType<typeof setUp>>;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  maya = await person(house.app, 'Maya');
});
afterAll(() => house.close());
beforeEach(async () => {
  scene = await setUp();
});

const words = (text: string): InputBlock[] => [{ type: 'text', text }];

/** A conversation with what the cases speak of, and another one that has nothing to do with it. */
async function setUp() {
  const { app } = house;
  const mine = { sandboxId: maya.sandboxId };
  const here = await createConversation(app, maya.principal, mine);
  const elsewhere = await createConversation(app, maya.principal, mine);
  const { conversationId } = here;
  const said = { conversationId, content: words('first'), clientId: ulid() };
  const { messageId } = await send(app, maya.principal, said);
  const edited = { conversationId, messageId, content: words('second'), expectedVersion: 1 };
  await edit(app, maya.principal, edited);
  const gone = await send(app, maya.principal, { conversationId, content: words('gone') });
  await deleteMessage(app, maya.principal, { conversationId, messageId: gone.messageId });
  const far = await send(app, maya.principal, { conversationId: elsewhere.conversationId, content: words('far') });
  return { conversationId, messageId, said, edited, goneId: gone.messageId, farId: far.messageId };
}

type Scene = typeof scene;
/** What is tried by the HTTP API and as a procedure: a method, a path, the procedure's name, and the input of both. */
type Try = (scene: Scene) => [method: string, path: string, procedure: string, input: Record<string, unknown>];

const sending =
  (other: (scene: Scene) => object): Try =>
  (at) => [
    'POST',
    '/v1/messages',
    'messages.send',
    { conversationId: at.conversationId, clientId: ulid(), content: words('hello'), ...other(at) },
  ];
const editing =
  (other: (scene: Scene) => object): Try =>
  (at) => {
    const { conversationId, messageId } = at;
    const input = { conversationId, messageId, content: words('third'), expectedVersion: 2, ...other(at) };
    return ['PATCH', `/v1/messages/${input.messageId}`, 'messages.edit', input];
  };
const reacting =
  (emoji: string): Try =>
  ({ conversationId, messageId }) => [
    'POST',
    `/v1/messages/${messageId}/reactions`,
    'reactions.add',
    { conversationId, messageId, emoji, operationId: ulid() },
  ];
const listing =
  (input: object): Try =>
  ({ conversationId }) => [
    'GET',
    `/v1/conversations/${conversationId}/messages`,
    'messages.list',
    { conversationId, ...input },
  ];
const listingAll =
  (input: object): Try =>
  () => ['GET', '/v1/conversations', 'conversations.list', { ...input }];
const file = (attachmentId: string) => ({ type: 'attachment', attachmentId });

const cases: [string, number, string, Try][] = [
  ['a blank text', 400, 'invalid_input', sending(() => ({ content: words(' \n\t ') }))],
  ['8,001 characters', 400, 'invalid_input', sending(() => ({ content: words('x'.repeat(8_001)) }))],
  ['no block', 400, 'invalid_input', sending(() => ({ content: [] }))],
  ['21 blocks', 400, 'invalid_input', sending(() => ({ content: Array.from({ length: 21 }, () => words('x')[0]) }))],
  ['11 files', 400, 'invalid_input', sending(() => ({ content: Array.from({ length: 11 }, () => file(ulid())) }))],
  ['a file that never was', 400, 'invalid_input', sending(() => ({ content: [file(ulid())] }))],
  ['limit=-1', 400, 'invalid_input', listing({ limit: -1 })],
  ['limit=abc', 400, 'invalid_input', listing({ limit: 'abc' })],
  ['limit=101', 400, 'invalid_input', listing({ limit: 101 })],
  ['a list with limit=-1', 400, 'invalid_input', listingAll({ limit: -1 })],
  ['a list with limit=abc', 400, 'invalid_input', listingAll({ limit: 'abc' })],
  ['a reply to a message of elsewhere', 422, 'impossible_value', sending((at) => ({ inReplyToMessageId: at.farId }))],
  ['a reply to no message', 422, 'impossible_value', sending(() => ({ inReplyToMessageId: ulid() }))],
  ['an edit of a version that was replaced', 409, 'edit_conflict', editing(() => ({ expectedVersion: 1 }))],
  ['an edit of a deleted message', 409, 'conflict', editing((at) => ({ messageId: at.goneId, expectedVersion: 2 }))],
  ['an edit of a message of elsewhere', 404, 'not_found', editing((at) => ({ messageId: at.farId }))],
  ['a reaction of 65 bytes', 400, 'invalid_input', reacting('x'.repeat(65))],
  ['a reaction of 17 emoji, which are 68 bytes', 400, 'invalid_input', reacting('👍'.repeat(17))],
  ['a reaction of nothing', 400, 'invalid_input', reacting('')],
  ['the same clientId for another text', 409, 'client_id_reused', sending((at) => ({ clientId: at.said.clientId }))],
];

test.each(cases)('%s is answered with %i %s, and writes no row', async (_what, status, code, made) => {
  const before = await rowCounts(house.app);
  const [method, path, procedure, input] = made(scene);
  const { headers } = maya;
  const isQuery = method === 'GET';
  const asText = Object.entries(input).map(([name, value]) => [name, String(value)]);
  const url = `${house.url}${path}${isQuery ? `?${new URLSearchParams(asText)}` : ''}`;
  const overHttp = await ask(method, url, { headers, ...(!isQuery && { body: input }) });
  expect(refusal(overHttp)).toEqual({ status, code });

  const call = `${house.url}/api/trpc/${procedure}`;
  const asPage = isQuery
    ? await ask('GET', `${call}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers })
    : await ask('POST', call, { headers, body: input });
  expect(refusal(asPage)).toEqual({ status, code });
  expect(await rowCounts(house.app)).toEqual(before);
});

function refusal({ status, code }: Answer) {
  return { status, code };
}

test('a cursor of another list is refused by every list', async () => {
  const { headers } = maya;
  await guest(house.app, 'Jonas');
  const asQuery = (input: object) => new URLSearchParams(Object.entries(input));
  const lists: ((input: object) => string)[] = [
    (input) => `/v1/conversations?${asQuery(input)}`,
    (input) => `/v1/search?${asQuery({ query: 'wombat', ...input })}`,
    (input) => `/api/trpc/admin.people?input=${encodeURIComponent(JSON.stringify(input))}`,
  ];
  const { conversationId } = scene;
  for (let n = 0; n < 2; n++) await send(house.app, maya.principal, { conversationId, content: words('wombat') });
  const cursors: string[] = [];
  for (const [at, list] of lists.entries()) {
    await expect
      .poll(async () => {
        const { body } = await ask('GET', house.url + list({ limit: 1 }), { headers });
        return (cursors[at] = nextCursorOf(body));
      })
      .toEqual(expect.any(String));
  }
  for (const [at, list] of lists.entries()) {
    for (const cursor of [...cursors.toSpliced(at, 1), scene.messageId, 'e30', '%']) {
      const answer = await ask('GET', house.url + list({ limit: 1, cursor }), { headers });
      expect(refusal(answer), `${list({ cursor })}`).toEqual({ status: 400, code: 'invalid_input' });
    }
  }
});

function nextCursorOf(body: unknown): string {
  const { nextCursor, result } = body as { nextCursor: string; result?: { data: { nextCursor: string } } };
  return result?.data.nextCursor ?? nextCursor;
}

test('a size that isn’t the announced one is refused, and what was put there can’t be sent', async () => {
  const { conversationId } = scene;
  const announced = { conversationId, mimeType: 'text/plain', size: 10, filename: 'a.txt' };
  const { attachmentId, putUrl } = await announce(house.app, maya.principal, announced);
  for (const size of [9, 11]) expect((await put(house.ownUrl + putUrl, Buffer.alloc(size, 'x'))).status).toBe(422);
  const body = { conversationId, clientId: ulid(), content: [file(attachmentId)] };
  const { headers } = maya;
  expect(refusal(await ask('POST', `${house.url}/v1/messages`, { headers, body }))).toEqual({
    status: 409,
    code: 'conflict',
  });
});

test('a type that isn’t what it claims is what its bytes are, and a name is only a name', async () => {
  const { conversationId } = scene;
  const bytes = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const names: [string, string][] = [
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\win.ini', 'win.ini'],
    ['/', 'file'],
    ['a\u202egnp.exe', 'agnp.exe'],
  ];
  const made: FileBlock[] = [];
  for (const [filename] of names)
    made.push(await upload(house, maya.principal, conversationId, { bytes, mimeType: 'image/png', filename }));
  expect(made.map(({ isImage }) => isImage)).toEqual(names.map(() => false));
  expect(made.map(({ mimeType }) => mimeType)).not.toContain('image/png');
  expect(made.map(({ filename }) => filename)).toEqual(names.map(([, stored]) => stored));
});
