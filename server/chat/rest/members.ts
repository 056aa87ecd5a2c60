import {
  addMemberInputSchema,
  addMemberResultSchema,
  conversationInputSchema,
  doneSchema,
  removeMemberInputSchema,
} from '#lib/contract/chat.ts';
import { parseInput } from '#server/errors.ts';
import { conversationIdOf } from '#server/rest/asked.ts';
import { readJson } from '#server/rest/body.ts';
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
    api: { says: 'Deletes a conversation for everybody in it.', input: conversationInputSchema, output: doneSchema },
    access: 'user',
    handle: async (call, principal) => ok(await deleteConversation(call.app, principal, conversationIdOf(call))),
  },
  {
    method: 'POST',
    path: '/v1/conversations/:conversationId/leave',
    api: { says: 'Leaves a conversation.', input: conversationInputSchema, output: doneSchema },
    access: 'user',
    handle: async (call, principal) => {
      // It says nothing, but what can't be stored is refused here as everywhere.
      await readJson(call.req);
      return ok(await leave(call.app, principal, conversationIdOf(call)));
    },
  },
  {
    method: 'POST',
    path: '/v1/conversations/:conversationId/members',
    api: {
      says: 'Lets somebody of the agent’s organization in.',
      input: addMemberInputSchema,
      output: addMemberResultSchema,
      creates: 'sometimes',
    },
    access: 'user',
    handle: async (call, principal) => {
      const { member, created: isNew } = await addMember(call.app, principal, await askedMember(call));
      return isNew ? created({ member }) : ok({ member });
    },
  },
  {
    method: 'DELETE',
    path: '/v1/conversations/:conversationId/members/:memberId',
    api: { says: 'Takes somebody out of a conversation.', input: removeMemberInputSchema, output: doneSchema },
    access: 'user',
    handle: async (call, principal) => {
      const asked = { conversationId: conversationIdOf(call), memberId: call.params['memberId'] };
      return ok(await removeMember(call.app, principal, parseInput(removeMemberInputSchema, asked)));
    },
  },
];
