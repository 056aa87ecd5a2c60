import { ackInputSchema, ackResultSchema, subscriptionsSchema } from '#lib/contract/bots.ts';
import {
  conversationPageSchema,
  createConversationInputSchema,
  createdConversationSchema,
  listConversationsInputSchema,
  listMessagesInputSchema,
  messagePageSchema,
  sendResultSchema,
} from '#lib/contract/chat.ts';
import { botSendInputSchema } from '#lib/contract/streams.ts';
import { createConversation } from '#server/chat/conversations/create.ts';
import { listConversations } from '#server/chat/conversations/read.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { parseInput } from '#server/errors.ts';
import { spendSend } from '#server/limits.ts';
import { conversationIdOf, queryOf } from '#server/rest/asked.ts';
import { readJson } from '#server/rest/body.ts';
import { created, ok, type Route } from '#server/rest/route.ts';
import { noteSignOfLife } from '../bot-status.ts';
import { acknowledge } from '../deliveries/ack.ts';
import { subscribe } from '../subscriptions.ts';
import { eventRoutes } from './events.ts';
import { statusRoutes } from './status.ts';

/** What an agent may do, with a key of its sandbox. The same functions as the people's doors. */
export const botRoutes: Route[] = [
  ...eventRoutes,
  {
    method: 'POST',
    path: '/bot/v1/sandboxes/:sandboxId/deliveries/ack',
    api: {
      says: 'Acknowledges deliveries. Until then they come again.',
      input: ackInputSchema,
      output: ackResultSchema,
    },
    access: 'bot',
    handle: async (call, { sandboxId }) => {
      const { ids } = parseInput(ackInputSchema, await readJson(call.req));
      await noteSignOfLife(call.app, sandboxId);
      return ok(await acknowledge(call.app, sandboxId, ids));
    },
  },
  {
    method: 'PUT',
    path: '/bot/v1/sandboxes/:sandboxId/subscriptions',
    api: {
      says: 'Says what the agent wants to hear of beside messages and decisions: all of it, from now on.',
      input: subscriptionsSchema,
      output: subscriptionsSchema,
    },
    access: 'bot',
    handle: async (call, principal) =>
      ok(await subscribe(call.app, principal, parseInput(subscriptionsSchema, await readJson(call.req)))),
  },
  {
    method: 'POST',
    path: '/bot/v1/sandboxes/:sandboxId/messages',
    api: {
      says: 'Sends a message, whole or as one that is still being written.',
      input: botSendInputSchema,
      output: sendResultSchema,
      creates: 'sometimes',
    },
    access: 'bot',
    handle: async (call, principal) => {
      const input = parseInput(botSendInputSchema, await readJson(call.req));
      await spendSend(call.app.limits, principal, input.conversationId);
      const result = await send(call.app, principal, input);
      return result.repeated ? ok(result) : created(result);
    },
  },
  {
    method: 'GET',
    path: '/bot/v1/sandboxes/:sandboxId/conversations',
    api: { says: 'The agent’s conversations.', input: listConversationsInputSchema, output: conversationPageSchema },
    access: 'bot',
    handle: async (call, principal) => {
      const asked = { ...queryOf(call), sandboxId: principal.sandboxId };
      return ok(await listConversations(call.app, principal, parseInput(listConversationsInputSchema, asked)));
    },
  },
  {
    method: 'POST',
    path: '/bot/v1/sandboxes/:sandboxId/conversations',
    api: {
      says: 'Begins a conversation with the agent’s owner.',
      input: createConversationInputSchema,
      output: createdConversationSchema,
      creates: 'always',
    },
    access: 'bot',
    handle: async (call, principal) => {
      const asked = withSandbox((await readJson(call.req)) ?? {}, principal.sandboxId);
      const conversation = await createConversation(
        call.app,
        principal,
        parseInput(createConversationInputSchema, asked),
      );
      return created({ conversationId: conversation.conversationId, conversation });
    },
  },
  {
    method: 'GET',
    path: '/bot/v1/sandboxes/:sandboxId/conversations/:conversationId/messages',
    api: { says: 'A page of messages, newest first.', input: listMessagesInputSchema, output: messagePageSchema },
    access: 'bot',
    handle: async (call, principal) => {
      const asked = { ...queryOf(call), conversationId: conversationIdOf(call) };
      return ok(await listMessages(call.app, principal, parseInput(listMessagesInputSchema, asked)));
    },
  },
  ...statusRoutes,
];

/** The path says the sandbox, whatever the body says. What isn't an object is left for the schema to refuse. */
function withSandbox(body: unknown, sandboxId: string): unknown {
  return body !== null && typeof body === 'object' && !Array.isArray(body) ? { ...body, sandboxId } : body;
}
