import {
  conversationInputSchema,
  conversationPageSchema,
  conversationSchema,
  createConversationInputSchema,
  createdConversationSchema,
  listConversationsInputSchema,
  listMessagesInputSchema,
  markReadInputSchema,
  markReadResultSchema,
  messagePageSchema,
  sendOverHttpInputSchema,
  sendResultSchema,
  versionsInputSchema,
  versionsSchema,
} from '#lib/contract/chat.ts';
import { parseInput } from '../errors.ts';
import { spendSend } from '../limits.ts';
import { conversationIdOf, fieldsOf, messageIdOf, queryOf } from '../rest/asked.ts';
import { readJson } from '../rest/body.ts';
import { created, ok, type Route } from '../rest/route.ts';
import { createConversation } from './conversations/create.ts';
import { listConversations, readConversation } from './conversations/read.ts';
import { listMessages } from './messages/read.ts';
import { send } from './messages/send.ts';
import { listVersions } from './messages/versions.ts';
import { markRead } from './read-state.ts';
import { badgeRoutes } from './rest/badges.ts';
import { memberRoutes } from './rest/members.ts';
import { personalRoutes } from './rest/personal.ts';
import { peoplesRoutes } from './rest/shared.ts';

/** The same functions as the router's, for everybody else's programs, agents included. */
export const chatRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v1/conversations',
    api: {
      says: 'Your conversations, the newest activity first.',
      input: listConversationsInputSchema,
      output: conversationPageSchema,
    },
    access: 'participant',
    handle: async (call, principal) =>
      ok(await listConversations(call.app, principal, parseInput(listConversationsInputSchema, queryOf(call)))),
  },
  {
    method: 'POST',
    path: '/v1/conversations',
    api: {
      says: 'Begins a conversation with an agent that you may use.',
      input: createConversationInputSchema,
      output: createdConversationSchema,
      creates: 'always',
    },
    access: 'participant',
    handle: async (call, principal) => {
      const input = parseInput(createConversationInputSchema, await readJson(call.req));
      const conversation = await createConversation(call.app, principal, input);
      return created({ conversationId: conversation.conversationId, conversation });
    },
  },
  {
    method: 'GET',
    path: '/v1/conversations/:conversationId',
    api: { says: 'One conversation, with who is in it.', input: conversationInputSchema, output: conversationSchema },
    access: 'participant',
    handle: async (call, principal) => ok(await readConversation(call.app, principal, conversationIdOf(call))),
  },
  {
    method: 'GET',
    path: '/v1/conversations/:conversationId/messages',
    api: {
      says: 'A page of messages, newest first: before one, after one, or around one.',
      input: listMessagesInputSchema,
      output: messagePageSchema,
    },
    access: 'participant',
    handle: async (call, principal) => {
      const asked = { ...queryOf(call), conversationId: conversationIdOf(call) };
      return ok(await listMessages(call.app, principal, parseInput(listMessagesInputSchema, asked)));
    },
  },
  {
    method: 'POST',
    path: '/v1/conversations/:conversationId/mark-read',
    api: {
      says: 'Moves your mark of reading, forward only.',
      input: markReadInputSchema,
      output: markReadResultSchema,
    },
    access: 'user',
    handle: async (call, principal) => {
      const asked = { ...fieldsOf(await readJson(call.req)), conversationId: conversationIdOf(call) };
      return ok(await markRead(call.app, principal, parseInput(markReadInputSchema, asked)));
    },
  },
  {
    method: 'POST',
    path: '/v1/messages',
    api: {
      says: 'Sends a message. The same clientId again answers 200 with the message that it made.',
      input: sendOverHttpInputSchema,
      output: sendResultSchema,
      creates: 'sometimes',
    },
    access: 'participant',
    handle: async (call, principal) => {
      const input = parseInput(sendOverHttpInputSchema, await readJson(call.req));
      await spendSend(call.app.limits, principal, input.conversationId);
      const result = await send(call.app, principal, input);
      return result.repeated ? ok(result) : created(result);
    },
  },
  {
    method: 'GET',
    path: '/v1/messages/:messageId/versions',
    api: { says: 'What edits replaced, newest first.', input: versionsInputSchema, output: versionsSchema },
    access: 'participant',
    handle: async (call, principal) => {
      const asked = { ...queryOf(call), messageId: messageIdOf(call) };
      return ok(await listVersions(call.app, principal, parseInput(versionsInputSchema, asked)));
    },
  },
  ...peoplesRoutes,
  ...memberRoutes,
  ...personalRoutes,
  ...badgeRoutes,
];
