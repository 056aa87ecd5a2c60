import fc from 'fast-check';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ListMessagesInput, MessagePage } from '#lib/contract/chat.ts';
import { must } from '#lib/std/must.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { countStatements } from '#server/testing/statements.ts';
import { createConversation } from '../conversations/create.ts';
import { addReaction } from '../reactions.ts';
import { listMessages } from './read.ts';
import { send } from './send.ts';

const count = 23;
let house: TestApp;
let maya: Omit<Person, 'password'>;
let conversationId: string;
/** Oldest first. Every third was reacted to, so that their positions have gaps. */
const ids: string[] = [];

beforeAll(async () => {
  house = await startTestApp();
  maya = await guest(house.app, 'Maya');
  conversationId = await begun();
  for (let at = 0; at < count; at++) {
    const content = [{ type: 'text' as const, text: `message ${at}` }];
    const { messageId } = await send(house.app, maya.principal, { conversationId, content });
    ids.push(messageId);
    if (at % 3 === 0) await addReaction(house.app, maya.principal, { conversationId, messageId, emoji: '👍' });
  }
});
afterAll(() => house.close());

async function begun(): Promise<string> {
  const { sandboxId, principal } = maya;
  return (await createConversation(house.app, principal, { sandboxId })).conversationId;
}

function list(input: Partial<ListMessagesInput>): Promise<MessagePage> {
  return listMessages(house.app, maya.principal, { conversationId, limit: 50, ...input });
}

/** Which of the messages a page has, oldest first. */
function places({ messages }: MessagePage): number[] {
  return messages.map(({ id }) => ids.indexOf(id)).toReversed();
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
const idAt = (at: number) => must(ids[at], 'a message');

test('a page has what stands before, after or around any message, whatever its length, and says whether there is more', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(count - 1), fc.integer({ min: 1, max: count + 2 }), async (at, limit) => {
      const before = await list({ before: idAt(at), limit });
      expect(places(before)).toEqual(range(Math.max(0, at - limit), at));
      expect(before).toMatchObject({ hasMore: at > limit, hasNewer: true });
      expect(before.nextCursor).toBe(at > limit ? idAt(at - limit) : null);

      const after = await list({ after: idAt(at), limit });
      expect(places(after)).toEqual(range(at + 1, Math.min(count, at + 1 + limit)));
      const isMoreAfter = at + 1 + limit < count;
      expect(after).toMatchObject({ hasMore: isMoreAfter, hasNewer: isMoreAfter });
      expect(after.nextCursor).toBe(isMoreAfter ? idAt(at + limit) : null);

      const around = await list({ around: idAt(at), limit });
      const older = Math.ceil(limit / 2);
      const from = Math.max(0, at + 1 - older);
      const to = Math.min(count, at + 1 + limit - older);
      expect(places(around)).toEqual(range(from, to));
      expect(around).toMatchObject({ hasMore: from > 0, hasNewer: to < count });
      expect(around.nextCursor).toBe(from > 0 ? idAt(from) : null);
      expect(new Set([before.head, after.head, around.head]).size).toBe(1);
    }),
    { seed: 20_261, numRuns: 60 },
  );
});

test('walking from the oldest message to the newest meets each once', async () => {
  const seen = [idAt(0)];
  for (let after: string | null = idAt(0); after !== null;) {
    const page: MessagePage = await list({ after, limit: 5 });
    seen.push(...page.messages.map(({ id }) => id).toReversed());
    after = page.nextCursor;
  }
  expect(seen).toEqual(ids);
});

test('any page costs one statement', async () => {
  const { app, take } = countStatements(house.app);
  for (const way of [{}, { before: idAt(9) }, { after: idAt(9) }, { around: idAt(9) }]) {
    await listMessages(app, maya.principal, { conversationId, limit: 5, ...way });
    expect(take()).toBe(1);
  }
});

test('two directions at once, and a message of another conversation, are refused', async () => {
  const { headers } = maya;
  const at = `${house.url}/v1/conversations/${conversationId}/messages`;
  const two = await ask('GET', `${at}?before=${idAt(3)}&after=${idAt(1)}`, { headers });
  expect([two.status, two.code]).toEqual([400, 'invalid_input']);
  for (const way of ['before', 'after', 'around']) {
    const foreign = await ask('GET', `${at}?${way}=${ulid()}`, { headers });
    expect([foreign.status, foreign.code, foreign.body]).toMatchObject([
      400,
      'invalid_input',
      { error: { issues: [{ path: way }] } },
    ]);
    expect((await ask('GET', `${at}?${way}=nonsense`, { headers })).status).toBe(400);
  }
});
