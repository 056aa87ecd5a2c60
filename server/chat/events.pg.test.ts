import { afterAll, beforeAll, expect, test } from 'vitest';
import { ulid } from 'ulid';
import { eventSchemas, type EventName, type WireEvent } from '#lib/contract/events.ts';
import type { SandboxStatus } from '#lib/contract/sandboxes.ts';
import { applyToLog, emptyLog, mergeMessages, type ConversationLog } from '#lib/realtime/apply-event.ts';
import {
  applyToList,
  emptyList,
  listedConversations,
  mergeRows,
  type ConversationList,
} from '#lib/realtime/apply-list-event.ts';
import {
  applyToRoster,
  emptyRoster,
  listedMembers,
  mergeMembers,
  type Roster,
} from '#lib/realtime/apply-member-event.ts';
import { endOverdue } from '#server/bots/deliveries/urgent.ts';
import { listSandboxes } from '#server/sandboxes/list.ts';
import { renameSandbox } from '#server/sandboxes/rename.ts';
import { transition } from '#server/sandboxes/status.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { actionsBlock, askPeople, type Question } from '#server/testing/question.ts';
import { until } from '#server/testing/until.ts';
import { verifyAction } from '#server/testing/verify-action.ts';
import { executeAction } from './approvals/decide.ts';
import { expireDue } from './approvals/expire.ts';
import { reportDeliveryFailed } from './approvals/revert.ts';
import { createConversation } from './conversations/create.ts';
import { deleteConversation } from './conversations/delete.ts';
import { listConversations, readConversation } from './conversations/read.ts';
import { rename } from './conversations/rename.ts';
import { addMember } from './members/add.ts';
import { leave, removeMember } from './members/leave.ts';
import { deleteMessage } from './messages/delete.ts';
import { edit } from './messages/edit.ts';
import { listMessages } from './messages/read.ts';
import { send } from './messages/send.ts';
import { changePersonal } from './personal/change.ts';
import { addReaction, removeReaction } from './reactions.ts';
import { markRead } from './read-state.ts';
import { redeliver, reportMessageFailed } from './messages/redeliver.ts';
import { acknowledge } from '../bots/deliveries/ack.ts';
import { requestStop } from './streams/stop.ts';

type Somebody = Omit<Person, 'password'>;

let house: TestApp;
let maya: Somebody;
let zoe: Somebody;

beforeAll(async () => {
  house = await startTestApp();
  maya = await guest(house.app, 'Maya');
  zoe = await guest(house.app, 'Zoe');
  await organize(house.app, maya.sandboxId, { [maya.principal.userId]: 'owner', [zoe.principal.userId]: 'member' });
});
afterAll(() => house.close());

/** Told to whoever listens now and kept nowhere: whoever missed one reads again, or is right with the next. */
const ephemeral: EventName[] = [
  'badge.changed',
  'conversation.activity',
  'typing',
  'typing.stop',
  'message.delta',
  'presence.changed',
  'conversation.status',
  'bot.status',
];

/** For each event that the log holds, what makes it, and the reader whom it must lead to what a fresh reader gets. */
const verified: Partial<Record<EventName, () => Promise<WireEvent[]>>> = {
  'message.created': async () => {
    const { conversationId, messageId: inReplyToMessageId } = await said();
    const content = words('the reply');
    return onLog(conversationId, ['message.created'], () =>
      send(house.app, agent(), { conversationId, content, inReplyToMessageId }),
    );
  },
  'message.updated': async () => {
    const { conversationId, messageId } = await answered();
    const content = words('said better');
    return onLog(conversationId, ['message.updated'], () =>
      edit(house.app, maya.principal, { conversationId, messageId, content, expectedVersion: 1 }),
    );
  },
  'message.deleted': async () => {
    const { conversationId, messageId } = await answered();
    const message = { conversationId, messageId };
    await addReaction(house.app, agent(), { ...message, emoji: '👍' });
    return onLog(conversationId, ['message.deleted'], () => deleteMessage(house.app, maya.principal, message));
  },
  'reaction.added': async () => {
    const message = await said();
    await addReaction(house.app, agent(), { ...message, emoji: '👍' });
    return onLog(message.conversationId, ['reaction.added', 'reaction.added'], async () => {
      await addReaction(house.app, maya.principal, { ...message, emoji: '👍' });
      await addReaction(house.app, maya.principal, { ...message, emoji: '❤️' });
    });
  },
  'reaction.removed': async () => {
    const reaction = { ...(await said()), emoji: '👍' };
    await addReaction(house.app, maya.principal, reaction);
    await addReaction(house.app, agent(), reaction);
    return onLog(reaction.conversationId, ['reaction.removed'], () =>
      removeReaction(house.app, maya.principal, reaction),
    );
  },
  'member.joined': async () => {
    const { conversationId } = await said();
    return onRoster(conversationId, ['member.joined'], () => add(zoe, conversationId));
  },
  'member.left': async () => {
    const { conversationId } = await said();
    await add(zoe, conversationId);
    const memberId = zoe.principal.userId;
    return onRoster(conversationId, ['member.left'], () =>
      removeMember(house.app, maya.principal, { conversationId, memberId }),
    );
  },
  'conversation.created': async () => {
    await onList(maya, ['conversation.created'], () => begun());
    const { conversationId } = await said();
    return onList(zoe, ['conversation.created'], () => add(zoe, conversationId));
  },
  'conversation.renamed': async () => {
    const { conversationId } = await said();
    return onList(maya, ['conversation.renamed', 'conversation.renamed'], async () => {
      await rename(house.app, maya.principal, { conversationId, title: 'Rollout' });
      await rename(house.app, agent(), { conversationId, title: 'Rollout, done' });
    });
  },
  'conversation.left': async () => {
    const { conversationId } = await said();
    await add(zoe, conversationId);
    return onList(zoe, ['conversation.left', 'conversation.created', 'conversation.left'], async () => {
      await leave(house.app, zoe.principal, conversationId);
      await add(zoe, conversationId);
      await leave(house.app, zoe.principal, conversationId);
    });
  },
  'conversation.read': async () => {
    const conversationId = await begun();
    const { messageId } = await send(house.app, agent(), { conversationId, content: words('unread') });
    return verifyAction<ConversationList>(house.app, {
      context: { kind: 'user', userId: maya.principal.userId },
      ...listOf(maya),
      events: ['conversation.read'],
      action: () => markRead(house.app, maya.principal, { conversationId, lastSeenMessageId: messageId }),
    });
  },
  'conversation.deleted': async () => {
    const { conversationId } = await said();
    await add(zoe, conversationId);
    const events: EventName[] = ['conversation.deleted'];
    return onList(zoe, events, () => deleteConversation(house.app, maya.principal, conversationId));
  },
  'conversation.personal': async () => {
    const { conversationId } = await said();
    const { principal } = maya;
    const events: EventName[] = Array.from({ length: 4 }, () => 'conversation.personal');
    return verifyAction<ConversationList>(house.app, {
      context: { kind: 'user', userId: principal.userId },
      snapshot: async () => {
        const pages = await Promise.all(
          [false, true].map((archived) => listConversations(house.app, principal, { limit: 100, archived })),
        );
        return pages.reduce((list, page) => mergeRows(list, page.conversations), emptyList);
      },
      apply: applyToList,
      shown: (list) => listedConversations(list, principal.userId),
      events,
      action: async () => {
        await changePersonal(house.app, principal, { conversationId, pinned: true });
        await changePersonal(house.app, principal, { conversationId, pinned: true });
        await changePersonal(house.app, principal, { conversationId, muted: true });
        await changePersonal(house.app, principal, { conversationId, draft: 'half a thought' });
        await changePersonal(house.app, principal, { conversationId, archived: true });
      },
    });
  },
  'action.executed': async () => {
    const question = await asked();
    return onLog(question.conversationId, ['action.executed'], () => decide(question));
  },
  'action.expired': async () => {
    const question = await asked();
    return onLog(question.conversationId, ['action.expired'], () => expire());
  },
  'action.delivery_failed': async () => {
    const question = await asked();
    const events: EventName[] = ['action.executed', 'action.delivery_failed', 'action.executed'];
    return onLog(question.conversationId, events, async () => {
      await decide(question);
      await reportDeliveryFailed(house.app, agent(), question);
      await decide(question);
    });
  },
  'action.unconfirmed': async () => {
    const question = await asked();
    return onLog(question.conversationId, ['action.executed', 'action.unconfirmed'], async () => {
      await decide(question);
      await until(() => sentWithoutAnswer(question));
      await endOverdue({ ...house.app, clock: { now: () => new Date(Date.now() + 1_800_000) } });
    });
  },
  'message.delivery_delayed': async () => {
    const { conversationId, messageId } = await said();
    return onLog(conversationId, ['message.delivery_delayed', 'message.delivery_delayed'], async () => {
      await notTaken(messageId, 2, new Date());
      await notTaken(messageId, 3, new Date());
    });
  },
  'message.delivery_failed': async () => {
    const { conversationId, messageId } = await said();
    const events: EventName[] = ['message.delivery_delayed', 'message.delivery_failed'];
    return onLog(conversationId, events, async () => {
      await notTaken(messageId, 8, new Date());
      await notTaken(messageId, 9, null);
    });
  },
  'message.delivered': async () => {
    const { conversationId, messageId } = await said();
    return onLog(conversationId, ['message.delivery_delayed', 'message.delivered'], async () => {
      const deliveryId = await notTaken(messageId, 2, new Date());
      await acknowledge(house.app, maya.sandboxId, [deliveryId]);
      await acknowledge(house.app, maya.sandboxId, [deliveryId]);
    });
  },
  'message.redelivered': async () => {
    const { conversationId, messageId } = await said();
    const events: EventName[] = ['message.delivery_failed', 'message.redelivered', 'message.delivery_failed'];
    return onLog(conversationId, events, async () => {
      await reportMessageFailed(house.app, agent(), { conversationId, messageId });
      await reportMessageFailed(house.app, agent(), { conversationId, messageId });
      await redeliver(house.app, maya.principal, { conversationId, messageId });
      await redeliver(house.app, maya.principal, { conversationId, messageId });
      await reportMessageFailed(house.app, agent(), { conversationId, messageId });
    });
  },
  'message.stop_requested': async () => {
    const { conversationId } = await said();
    const open = { conversationId, content: words('It begins'), streaming: true, clientId: ulid() };
    const { messageId } = await send(house.app, agent(), open);
    return onLog(conversationId, ['message.stop_requested'], async () => {
      await requestStop(house.app, maya.principal, { conversationId, messageId });
      await requestStop(house.app, maya.principal, { conversationId, messageId });
    });
  },
  'approval.opened': async () => {
    const question = await asked();
    await onWaiting(question, ['approval.opened', 'approval.opened'], async () => {
      await askPeople(house.app, { ...maya, ...question }, { groupId: 'second' });
      const actions = actionsBlock().actions.filter(({ value }) => value !== 'allow-always');
      await askPeople(house.app, { ...maya, ...question }, { groupId: 'third', request: null, actions });
    });
    await decide(question);
    return onWaiting(question, ['approval.opened'], () => reportDeliveryFailed(house.app, agent(), question));
  },
  'approval.closed': async () => {
    const [decided, unasked] = [await asked(), await asked()];
    await onWaiting(decided, ['approval.closed', 'approval.opened', 'approval.closed'], async () => {
      await decide(decided);
      await reportDeliveryFailed(house.app, agent(), decided);
      await decide(decided);
    });
    const { conversationId, messageId } = unasked;
    await onWaiting(unasked, ['approval.closed'], () =>
      deleteMessage(house.app, agent(), { conversationId, messageId }),
    );
    // What waits anywhere is told of on the same log.
    await expire();
    const undecided = await asked();
    return onWaiting(undecided, ['approval.closed'], () => expire());
  },
  'sandbox.renamed': async () => {
    const { sandboxId, principal } = maya;
    return verifyAction<string | undefined>(house.app, {
      context: { kind: 'sandbox', sandboxId },
      snapshot: async () => {
        const { sandboxes } = await listSandboxes(house.app, principal);
        return sandboxes.find((sandbox) => sandbox.sandboxId === sandboxId)?.label;
      },
      apply: (label, { event, payload }) => (event === 'sandbox.renamed' ? payload.label : label),
      shown: (label) => label,
      events: ['sandbox.renamed', 'sandbox.renamed'],
      action: async () => {
        await renameSandbox(house.app, principal, { sandboxId, label: 'Pilot' });
        await renameSandbox(house.app, principal, { sandboxId, label: 'Ferry' });
      },
    });
  },
  'sandbox.status': async () => {
    const { sandboxId, principal } = maya;
    await transition(house.app, sandboxId, { to: 'starting' });
    return verifyAction<{ status: SandboxStatus | undefined; seq: number }>(house.app, {
      context: { kind: 'sandbox', sandboxId },
      snapshot: async () => {
        const { sandboxes } = await listSandboxes(house.app, principal);
        return { status: sandboxes.find((sandbox) => sandbox.sandboxId === sandboxId)?.status, seq: 0 };
      },
      // Pages take it for a word to read again; whoever keeps the status itself keeps the newest.
      apply: (state, { event, payload, id = 0 }) =>
        event === 'sandbox.status' && id > state.seq ? { status: payload.status, seq: id } : state,
      shown: ({ status }) => status,
      events: ['sandbox.status', 'sandbox.status', 'sandbox.status'],
      action: async () => {
        await transition(house.app, sandboxId, { to: 'running' });
        await transition(house.app, sandboxId, { to: 'stopped', reason: 'Its model answers nothing.' });
        await transition(house.app, sandboxId, { to: 'stopped' });
        await transition(house.app, sandboxId, { to: 'starting' });
      },
    });
  },
};

test('every event has a reader that was verified, or is said to be kept nowhere', () => {
  expect([...Object.keys(verified), ...ephemeral].toSorted()).toEqual(Object.keys(eventSchemas).toSorted());
});

test.each(Object.entries(verified))('%s: old snapshot + events = fresh snapshot', async (name, verify) => {
  expect((await verify()).map(({ event }) => event)).toContain(name);
});

const words = (text: string) => [{ type: 'text' as const, text }];
const agent = () => ({ kind: 'bot', sandboxId: maya.sandboxId, keyId: 'test' }) as const;

async function begun(): Promise<string> {
  return (await createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId })).conversationId;
}

async function said(): Promise<{ conversationId: string; messageId: string }> {
  const conversationId = await begun();
  const { messageId } = await send(house.app, maya.principal, { conversationId, content: words('the first') });
  return { conversationId, messageId };
}

/** With a reply, which shows what it replies to. */
async function answered(): Promise<{ conversationId: string; messageId: string }> {
  const message = await said();
  const { conversationId, messageId: inReplyToMessageId } = message;
  await send(house.app, agent(), { conversationId, content: words('the answer'), inReplyToMessageId });
  return message;
}

async function asked(): Promise<Question> {
  const { conversationId } = await said();
  return askPeople(house.app, { sandboxId: maya.sandboxId, conversationId });
}

function decide(question: Question): Promise<unknown> {
  return executeAction(house.app, maya.principal, { ...question, value: 'deny' });
}

/** The agent got the decision, and nothing is heard of it: as its stream marks it. */
async function sentWithoutAnswer({ messageId }: Question): Promise<boolean> {
  const rows = await house.app.sql`
    update deliveries set state = 'sent', attempts = 1, maybe_arrived = true where message_id = ${messageId} and lane = 'urgent' returning id`;
  return rows.length === 1;
}

/** Half an hour passes, for everything that waits. */
function expire(): Promise<unknown> {
  return expireDue({ ...house.app, clock: { now: () => new Date(Date.now() + 1_800_000) } });
}

function add(who: Somebody, conversationId: string): Promise<unknown> {
  return addMember(house.app, maya.principal, { conversationId, userId: who.principal.userId });
}

function onLog(conversationId: string, events: EventName[], action: () => Promise<unknown>): Promise<WireEvent[]> {
  return verifyAction<ConversationLog>(house.app, {
    context: { kind: 'conversation', sandboxId: maya.sandboxId, conversationId },
    snapshot: async () => {
      const page = await listMessages(house.app, maya.principal, { conversationId, limit: 100 });
      return mergeMessages(emptyLog, page.messages, page.head);
    },
    apply: applyToLog,
    shown: ({ messages, head }) => ({ messages, head }),
    events,
    action,
  });
}

function onRoster(conversationId: string, events: EventName[], action: () => Promise<unknown>): Promise<WireEvent[]> {
  return verifyAction<Roster>(house.app, {
    context: { kind: 'conversation', sandboxId: maya.sandboxId, conversationId },
    snapshot: async () => {
      const { members, head } = await readConversation(house.app, maya.principal, conversationId);
      return mergeMembers(emptyRoster, members, head);
    },
    apply: applyToRoster,
    shown: listedMembers,
    events,
    action,
  });
}

function onList(reader: Somebody, events: EventName[], action: () => Promise<unknown>): Promise<WireEvent[]> {
  const context = { kind: 'sandbox', sandboxId: maya.sandboxId } as const;
  return verifyAction<ConversationList>(house.app, { context, ...listOf(reader), events, action });
}

function onWaiting(question: Question, events: EventName[], action: () => Promise<unknown>): Promise<WireEvent[]> {
  const context = { kind: 'sandbox', sandboxId: maya.sandboxId } as const;
  const { snapshot, apply, shown } = listOf(maya);
  return verifyAction<ConversationList>(house.app, {
    context,
    snapshot,
    apply,
    // That a message became a newer one for it is told to whoever reads the conversation.
    shown: (list) =>
      shown(list)
        .filter(({ conversationId }) => conversationId === question.conversationId)
        .map(({ waiting, waitingSeq }) => ({ waiting, waitingSeq })),
    events,
    action,
  });
}

function listOf(reader: Somebody) {
  return {
    snapshot: async () => {
      const page = await listConversations(house.app, reader.principal, { limit: 100 });
      return mergeRows(emptyList, page.conversations);
    },
    apply: applyToList,
    shown: (list: ConversationList) => listedConversations(list, reader.principal.userId),
  };
}

/** A request to its agent's endpoint came to nothing, after so many others. */
async function notTaken(messageId: string, before: number, next: Date | null): Promise<string> {
  const sent = await until(async () => {
    const [row] = await house.app.sql<{ id: string; attempts: number }[]>`
      update deliveries set state = 'sent', failures = ${before}, attempts = attempts + 1 where message_id = ${messageId}
      returning id, attempts`;
    return row;
  });
  await house.app.sql`select from note_failed_try(${sent.id}, ${sent.attempts}, now(), ${next}, false)`;
  return sent.id;
}
