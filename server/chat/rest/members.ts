import { removeMemberInputSchema } from '#lib/contract/chat.ts';
import { parseInput } from '#server/errors.ts';
import { conversationIdOf } from '#server/rest/asked.ts';
import { created, ok, type Route } from '#server/rest/route.ts';
import { deleteConversation } from '../conversations/delete.ts';
import { addMember } from '../members/add.ts';
import { leave, removeMember } from '../members/leave.ts';
import { askedMember } from './asked.ts';

/** Who is in a conversation, and whether it goes on, is for people to say. */
export const memberRoutes: Route[] = [
  {
    method: 'DELETE',
    path: '/v1/conversations/:conversationId',
    access: 'user',
    handle: async (call, principal) => ok(await deleteConversation(call.app, principal, conversationIdOf(call))),
  },
  {
    method: 'POST',
    path: '/v1/conversations/:conversationId/leave',
    access: 'user',
    handle: async (call, principal) => ok(await leave(call.app, principal, conversationIdOf(call))),
  },
  {
    method: 'POST',
    path: '/v1/conversations/:conversationId/members',
    access: 'user',
    handle: async (call, principal) => {
      const { member, created: isNew } = await addMember(call.app, principal, await askedMember(call));
      return isNew ? created({ member }) : ok({ member });
    },
  },
  {
    method: 'DELETE',
    path: '/v1/conversations/:conversationId/members/:memberId',
    access: 'user',
    handle: async (call, principal) => {
      const asked = { conversationId: conversationIdOf(call), memberId: call.params['memberId'] };
      return ok(await removeMember(call.app, principal, parseInput(removeMemberInputSchema, asked)));
    },
  },
];
