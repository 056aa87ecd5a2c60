import type { EditInput } from '#lib/contract/chat.ts';
import { Fault } from '#server/errors.ts';
import { created, ok, type Call, type Reply, type Route } from '#server/rest/route.ts';
import type { Participant } from '../access.ts';
import { attachmentRoutes } from '../attachments/rest.ts';
import { rename } from '../conversations/rename.ts';
import { deleteMessage } from '../messages/delete.ts';
import { edit } from '../messages/edit.ts';
import { addReaction, removeReaction } from '../reactions.ts';
import { sayTyping, spendTyping } from '../typing.ts';
import { askedEdit, askedMessage, askedReaction, askedReactionGone, askedTitle, askedTyping } from './asked.ts';

interface SharedRoute {
  method: Route['method'];
  path: string;
  handle(call: Call, principal: Participant): Promise<Reply>;
}

/** What people and agents do alike, each below an address of their own: what one of them can do, the other can too. */
const sharedRoutes: SharedRoute[] = [
  ...attachmentRoutes,
  {
    method: 'PATCH',
    path: '/messages/:messageId',
    handle: async (call, principal) => {
      const input = await askedEdit(call, principal);
      if (principal.kind === 'user') demandVersion(input);
      return ok(await edit(call.app, principal, input));
    },
  },
  {
    method: 'DELETE',
    path: '/messages/:messageId',
    handle: async (call, principal) => ok(await deleteMessage(call.app, principal, askedMessage(call))),
  },
  {
    method: 'POST',
    path: '/messages/:messageId/reactions',
    handle: async (call, principal) => {
      const { id, created: isNew } = await addReaction(call.app, principal, await askedReaction(call));
      return isNew ? created({ id }) : ok({ id });
    },
  },
  {
    method: 'DELETE',
    path: '/messages/:messageId/reactions',
    handle: async (call, principal) => ok(await removeReaction(call.app, principal, askedReactionGone(call))),
  },
  {
    method: 'PATCH',
    path: '/conversations/:conversationId',
    handle: async (call, principal) => ok(await rename(call.app, principal, await askedTitle(call))),
  },
  {
    method: 'POST',
    path: '/conversations/:conversationId/typing',
    handle: (call, principal) => typing(call, principal, true),
  },
  {
    method: 'POST',
    path: '/conversations/:conversationId/typing/stop',
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
