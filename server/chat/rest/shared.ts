import { typingInputSchema } from '#lib/contract/streams.ts';
import {
  botEditInputSchema,
  type EditInput,
  doneSchema,
  editOverHttpInputSchema,
  editResultSchema,
  conversationInputSchema,
  memberListSchema,
  messageInputSchema,
  messageSchema,
  reactionAddedSchema,
  reactionInputSchema,
  reactionRemovedSchema,
  renameInputSchema,
} from '#lib/contract/chat.ts';
import { Fault } from '#server/errors.ts';
import { spendEdit, spendReaction } from '#server/limits.ts';
import { conversationIdOf } from '#server/rest/asked.ts';
import { created, ok, type Call, type Reply, type Route } from '#server/rest/route.ts';
import type { Participant } from '../access.ts';
import { attachmentRoutes } from '../attachments/rest.ts';
import { rename } from '../conversations/rename.ts';
import { listMembers } from '../members/read.ts';
import { deleteMessage } from '../messages/delete.ts';
import { edit } from '../messages/edit.ts';
import { readMessage } from '../messages/read.ts';
import { addReaction, removeReaction } from '../reactions.ts';
import { sayTyping, spendTyping } from '../typing.ts';
import { askedEdit, askedMessage, askedReaction, askedReactionGone, askedTitle, askedTyping } from './asked.ts';

interface SharedRoute extends Pick<Route, 'method' | 'path' | 'api'> {
  handle(call: Call, principal: Participant): Promise<Reply>;
}

/** What people and agents do alike, each below an address of their own: what one of them can do, the other can too. */
const sharedRoutes: SharedRoute[] = [
  ...attachmentRoutes,
  {
    method: 'GET',
    path: '/messages/:messageId',
    api: { says: 'One message, as it stands.', input: messageInputSchema, output: messageSchema },
    handle: async (call, principal) => ok(await readMessage(call.app, principal, askedMessage(call))),
  },
  {
    method: 'PATCH',
    path: '/messages/:messageId',
    api: {
      says: 'Replaces what your message says, if it is still the version that you had before you.',
      input: editOverHttpInputSchema,
      output: editResultSchema,
    },
    handle: async (call, principal) => {
      const input = await askedEdit(call, principal);
      if (principal.kind === 'user') demandVersion(input);
      await spendEdit(call.app.limits, principal, input.conversationId);
      return ok(await edit(call.app, principal, input));
    },
  },
  {
    method: 'DELETE',
    path: '/messages/:messageId',
    api: {
      says: 'Deletes your message. What it said is gone; that there was one stays.',
      input: messageInputSchema,
      output: doneSchema,
    },
    handle: async (call, principal) => ok(await deleteMessage(call.app, principal, askedMessage(call))),
  },
  {
    method: 'POST',
    path: '/messages/:messageId/reactions',
    api: { says: 'Adds your reaction.', input: reactionInputSchema, output: reactionAddedSchema, creates: 'sometimes' },
    handle: async (call, principal) => {
      const input = await askedReaction(call);
      await spendReaction(call.app.limits, principal, input.conversationId);
      const { id, created: isNew } = await addReaction(call.app, principal, input);
      return isNew ? created({ id }) : ok({ id });
    },
  },
  {
    method: 'DELETE',
    path: '/messages/:messageId/reactions',
    api: { says: 'Takes your reaction away.', input: reactionInputSchema, output: reactionRemovedSchema },
    handle: async (call, principal) => {
      const input = askedReactionGone(call);
      await spendReaction(call.app.limits, principal, input.conversationId);
      return ok(await removeReaction(call.app, principal, input));
    },
  },
  {
    method: 'GET',
    path: '/conversations/:conversationId/members',
    api: {
      says: 'Who is in the conversation now, in the order in which they came.',
      input: conversationInputSchema,
      output: memberListSchema,
    },
    handle: async (call, principal) => ok(await listMembers(call.app, principal, conversationIdOf(call))),
  },
  {
    method: 'PATCH',
    path: '/conversations/:conversationId',
    api: { says: 'Gives the conversation a title.', input: renameInputSchema, output: doneSchema },
    handle: async (call, principal) => ok(await rename(call.app, principal, await askedTitle(call))),
  },
  {
    method: 'POST',
    path: '/conversations/:conversationId/typing',
    api: {
      says: 'Says that you are writing. Kept nowhere; say it again every few seconds.',
      input: typingInputSchema,
      output: doneSchema,
    },
    handle: (call, principal) => typing(call, principal, true),
  },
  {
    method: 'POST',
    path: '/conversations/:conversationId/typing/stop',
    api: { says: 'Says that you have stopped writing.', input: typingInputSchema, output: doneSchema },
    handle: (call, principal) => typing(call, principal, false),
  },
];

export const peoplesRoutes = sharedRoutes.map((route): Route => ({
  ...route,
  path: `/v1${route.path}`,
  access: 'participant',
}));

export const agentsRoutes = sharedRoutes.map((route): Route => ({
  ...route,
  path: `/bot/v1/sandboxes/:sandboxId${route.path}`,
  ...(route.api?.input === editOverHttpInputSchema && { api: { ...route.api, input: botEditInputSchema } }),
  access: 'bot',
}));

async function typing(call: Call, principal: Participant, isTyping: boolean): Promise<Reply> {
  const input = await askedTyping(call);
  await spendTyping(call.app.limits, principal, input.conversationId);
  return ok(await sayTyping(call.app, principal, { ...input, isTyping }));
}

/** People have several devices, whose clocks say nothing about what was on their screens. */
function demandVersion({ expectedVersion }: EditInput): void {
  if (expectedVersion !== undefined) return;
  throw new Fault('invalid_input', "That isn't valid. expectedVersion: is needed", {
    issues: [{ path: 'expectedVersion', message: 'is needed' }],
  });
}
