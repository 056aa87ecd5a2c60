import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAfter } from '#server/realtime/event-log.ts';
import { conversationContext, sandboxContext, userContext } from '#lib/contexts.ts';
import type { AppContext } from '#server/app-context.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { countStatements } from '#server/testing/statements.ts';
import { askPeople } from '#server/testing/question.ts';
import { executeAction } from './approvals/decide.ts';
import { expireDue } from './approvals/expire.ts';
import { reportDeliveryFailed } from './approvals/revert.ts';
import { createConversation } from './conversations/create.ts';
import { deleteConversation } from './conversations/delete.ts';
import { listConversations } from './conversations/read.ts';
import { rename } from './conversations/rename.ts';
import { hydrateConversation, hydrateSandbox } from './hydrate.ts';
import { addMember } from './members/add.ts';
import { leave } from './members/leave.ts';
import { deleteMessage } from './messages/delete.ts';
import { edit } from './messages/edit.ts';
import { listMessages, readMessage } from './messages/read.ts';
import { send } from './messages/send.ts';
import { listVersions } from './messages/versions.ts';
import { changePersonal } from './personal/change.ts';
import { hydrateUser } from './personal/hydrate.ts';
import { addReaction, removeReaction } from './reactions.ts';
import { markRead } from './read-state.ts';
import { sayTyping } from './typing.ts';

let house: TestApp;
let maya: Omit<Person, 'password'>;
let zoe: Omit<Person, 'password'>;

beforeAll(async () => {
  house = await startTestApp();
  maya = await guest(house.app, 'Maya');
  zoe = await guest(house.app, 'Zoe');
  await organize(house.app, maya.sandboxId, { [maya.principal.userId]: 'owner', [zoe.principal.userId]: 'member' });
});
afterAll(() => house.close());

const words = (text: string) => [{ type: 'text' as const, text }];

/** What each operation costs in a conversation with so many messages, each edited and reacted to, and so many members. */
async function costs(size: number): Promise<Record<string, number>> {
  const { principal, sandboxId } = maya;
  const { conversationId } = await createConversation(house.app, principal, { sandboxId });
  await fill(conversationId, size);
  const { messageId } = await send(house.app, principal, { conversationId, content: words('mine') });
  const message = { conversationId, messageId };
  const counting = countStatements(house.app);
  const spent: Record<string, number> = {};
  const spend = async (name: string, operation: (app: AppContext) => Promise<unknown>) => {
    await operation(counting.app);
    spent[name] = counting.take();
  };
  await spend('messages.list', (app) => listMessages(app, principal, { conversationId, limit: 100 }));
  await spend('messages.get', (app) => readMessage(app, principal, message));
  await spend('conversations.list', (app) => listConversations(app, principal, { limit: 100 }));
  await spend('messages.edit', (app) =>
    edit(app, principal, { ...message, content: words(`better ${size}`), expectedVersion: 1 }),
  );
  await spend('messages.versions', (app) => listVersions(app, principal, { ...message, limit: 100 }));
  await spend('reactions.add', (app) => addReaction(app, principal, { ...message, emoji: '👍' }));
  await spend('reactions.remove', (app) => removeReaction(app, principal, { ...message, emoji: '👍' }));
  await spend('conversations.rename', (app) => rename(app, principal, { conversationId, title: `Title ${size}` }));
  await spend('conversations.typing', (app) => sayTyping(app, principal, { conversationId, isTyping: true }));
  await spend('conversations.addMember', (app) =>
    addMember(app, principal, { conversationId, userId: zoe.principal.userId }),
  );
  await spend('conversations.leave', (app) => leave(app, zoe.principal, conversationId));
  await spend('messages.delete', (app) => deleteMessage(app, principal, message));
  await spend('setting for oneself', (app) => changePersonal(app, principal, { conversationId, pinned: true }));
  await spend('conversations.markRead', (app) =>
    markRead(app, principal, { conversationId, lastSeenMessageId: messageId }),
  );

  await costsOfApprovals(spend, { sandboxId, conversationId, size });

  const ref = { kind: 'conversation', sandboxId, conversationId } as const;
  const log = await readAfter(house.app.sql, conversationContext(sandboxId, conversationId), 0, 200);
  await spend('a page of the log', ({ sql }) => hydrateConversation(sql, ref, log));
  const about = await readAfter(house.app.sql, sandboxContext(sandboxId), 0, 200);
  await spend("a page of the sandbox's log", ({ sql }) => hydrateSandbox(sql, { kind: 'sandbox', sandboxId }, about));
  const { userId } = principal;
  const own = await readAfter(house.app.sql, userContext(userId), 0, 200);
  await spend("a page of a person's log", ({ sql }) => hydrateUser(sql, { kind: 'user', userId }, own));
  await spend('conversations.delete', (app) => deleteConversation(app, principal, conversationId));
  return spent;
}

/** With as many questions that wait besides. */
async function costsOfApprovals(
  spend: (name: string, operation: (app: AppContext) => Promise<unknown>) => Promise<void>,
  { sandboxId, conversationId, size }: { sandboxId: string; conversationId: string; size: number },
): Promise<void> {
  const place = { sandboxId, conversationId };
  for (let at = 0; at < size; at++) await askPeople(house.app, place);
  let question = await askPeople(house.app, place);
  const agent = { kind: 'bot', sandboxId, keyId: 'test' } as const;
  await spend('asking', async (app) => void (question = await askPeople(app, place)));
  const input = { ...question, value: 'deny' } as const;
  await spend('messages.executeAction', (app) => executeAction(app, maya.principal, input));
  await spend('delivery-failed', (app) => reportDeliveryFailed(app, agent, question));
  await spend('nothing is due', (app) => expireDue(app));
}

async function fill(conversationId: string, size: number): Promise<void> {
  const { principal } = maya;
  for (let at = 0; at < size; at++) {
    const { messageId } = await send(house.app, principal, { conversationId, content: words(`message ${at}`) });
    const message = { conversationId, messageId };
    await edit(house.app, principal, { ...message, content: words(`edited ${at}`), expectedVersion: 1 });
    await addReaction(house.app, principal, { ...message, emoji: '👍' });
    await house.app.sql`
      insert into conversation_members (conversation_id, member_id, kind) values (${conversationId}, ${`m${at}`}, 'user')`;
  }
}

test('what an operation costs does not grow with messages, edits, reactions, members or the length of a page', async () => {
  const few = await costs(1);
  expect(await costs(30)).toEqual(few);
  expect(few).toEqual({
    'messages.list': 1,
    'messages.get': 2,
    'conversations.list': 1,
    'messages.edit': 2,
    'messages.versions': 2,
    'reactions.add': 1,
    'reactions.remove': 1,
    'conversations.rename': 5,
    'conversations.typing': 1,
    'conversations.addMember': 8,
    'conversations.leave': 7,
    'messages.delete': 2,
    asking: 2,
    'messages.executeAction': 2,
    'delivery-failed': 1,
    'nothing is due': 1,
    'a page of the log': 2,
    "a page of the sandbox's log": 2,
    "a page of a person's log": 1,
    'setting for oneself': 1,
    'conversations.markRead': 5,
    'conversations.delete': 7,
  });
});
