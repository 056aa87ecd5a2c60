import { ulid } from 'ulid';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { insertDeliveries } from '#server/bots/deliveries/consume.ts';
import { membersOf } from '#server/chat/contexts.ts';
import { listConversations, readConversation } from '#server/chat/conversations/read.ts';
import { hydrateConversation } from '#server/chat/hydrate.ts';
import { edit } from '#server/chat/messages/edit.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { addReaction, removeReaction } from '#server/chat/reactions.ts';
import { markRead } from '#server/chat/read-state.ts';
import { searchIndex } from '#server/chat/search/index-messages.ts';
import { sayTyping } from '#server/chat/typing.ts';
import { insertDispatches } from '#server/notifications/dispatches/consume.ts';
import type { ConsumerTransaction } from '#server/realtime/consumer.ts';
import { readAfter, type LoggedEvent } from '#server/realtime/event-log.ts';
import { askPeople } from '#server/testing/question.ts';
import type { Crowd } from './crowd.ts';
import type { Operation } from './operation.ts';

const words = [{ type: 'text' as const, text: 'as people say it' }];
/** Of the log's positions, so that what the product's own consumers wrote is in nobody's way. */
const beyond = 1_000_000_000;

/** What somebody does in a conversation, and what follows from it when nobody else is there. */
export function operationsIn(crowd: Crowd): Operation[] {
  const { maya, conversationId, sandboxId } = crowd;
  const place = { sandboxId, conversationId };
  const said = tellerOf(crowd);
  let own = '';
  const sayOwn = async (app: AppContext) => {
    own = (await send(app, maya, { conversationId, clientId: ulid(), content: words })).messageId;
  };
  return [
    constant('list conversations', (app) => listConversations(app, maya, { limit: 50 })),
    constant('open: messages', (app) => listMessages(app, maya, { conversationId, limit: 50 })),
    { ...constant('open: who is in it', (app) => readConversation(app, maya, conversationId)), growth: 'each' },
    constant('send', (app) => send(app, maya, { conversationId, clientId: ulid(), content: words })),
    {
      ...constant('mark as read', (app) =>
        markRead(app, maya, { conversationId, lastSeenMessageId: said.messageId() }),
      ),
      prepare: said.speak,
    },
    {
      ...constant('edit', (app) => edit(app, maya, { conversationId, messageId: own, content: words })),
      prepare: sayOwn,
    },
    {
      ...constant('react, and take it back', async (app) => {
        const reaction = { conversationId, messageId: own, emoji: '👍' };
        await addReaction(app, maya, reaction);
        await removeReaction(app, maya, reaction);
      }),
      prepare: sayOwn,
    },
    constant('typing', (app) => sayTyping(app, maya, { conversationId, isTyping: true })),
    constant('an agent asks', (app) => askPeople(app, place)),
    {
      ...constant('after a send: read back for sockets', async (app) => {
        const stored = await readAfter(app.sql, crowd.context, said.event().seq - 1 - beyond, 1);
        await hydrateConversation(app.sql, { kind: 'conversation', ...place }, stored);
      }),
      prepare: said.speak,
    },
    {
      ...constant('after a send: who may hear of it, once in 5 s', (app) => membersOf(app, conversationId)),
      growth: 'each',
    },
    {
      ...constant('after a send: deliveries', (app) => insertDeliveries(asOne(app), [said.event()], app.clock.now())),
      prepare: said.speak,
    },
    {
      ...constant('after a send: search', (app) => searchIndex.handle(asOne(app), [said.event()])),
      prepare: said.speak,
    },
    notifying('nobody has a device', tellerOf(crowd), 'constant'),
  ];
}

/** The same when everybody has one: a row for each of them, since each is told. */
export function notifyingAll(crowd: Crowd): Operation[] {
  const { conversationId, sandboxId } = crowd;
  const asked = tellerOf(crowd, (app) => askPeople(app, { sandboxId, conversationId }));
  return [
    notifying('all have a device', tellerOf(crowd), 'each'),
    notifying('all have a device, a question', asked, 'each'),
  ];
}

function notifying(who: string, said: Teller, growth: Operation['growth']): Operation {
  return {
    what: `after a send: notifications, ${who}`,
    growth,
    prepare: async (app) => {
      await app.sql`truncate dispatches cascade`;
      await said.speak(app);
    },
    run: (app) => insertDispatches(app, asOne(app), [said.event()]),
  };
}

function constant(what: string, run: Operation['run']): Operation {
  return { what, growth: 'constant', run };
}

type Teller = ReturnType<typeof tellerOf>;
type Say = (app: AppContext) => Promise<{ messageId: string }>;

/** The agent says something, for others to make something of. */
function tellerOf(
  { agent, conversationId, context }: Crowd,
  say: Say = (app) => send(app, agent, { conversationId, content: words }),
) {
  let event: LoggedEvent | null = null;
  return {
    speak: async (app: AppContext) => {
      const { messageId } = await say(app);
      const log = await app.sql<{ seq: number }[]>`select seq from conversations where id = ${conversationId}`;
      const seq = beyond + must(log[0], 'its head').seq;
      event = {
        context,
        seq,
        type: 'message.created',
        payload: { messageId },
        about: null,
        alsoTo: null,
        at: new Date(),
      };
    },
    event: () => must(event, 'something that was said'),
    messageId: () => String(must(event, 'something that was said').payload['messageId']),
  };
}

/** What a consumer's transaction does, without its beginning and end. */
function asOne({ sql }: AppContext): ConsumerTransaction {
  return sql as unknown as ConsumerTransaction;
}
