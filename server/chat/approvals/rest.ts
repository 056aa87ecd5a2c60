import {
  deliveryFailedInputSchema,
  deliveryFailedResultSchema,
  executeActionInputSchema,
  executeActionResultSchema,
} from '#lib/contract/approvals.ts';
import { notFound, parseInput } from '#server/errors.ts';
import { conversationIdOf, fieldsOf, messageIdOf } from '#server/rest/asked.ts';
import { readJson, refuseUnstorable } from '#server/rest/body.ts';
import { ok, type Call, type Route } from '#server/rest/route.ts';
import { executeAction } from './decide.ts';
import { reportDeliveryFailed } from './revert.ts';

export const approvalRoutes: Route[] = [
  {
    method: 'POST',
    path: '/v1/conversations/:conversationId/messages/:messageId/execute-action',
    api: {
      says: 'Decides what an agent has asked for. The first answer counts.',
      input: executeActionInputSchema,
      output: executeActionResultSchema,
    },
    access: 'user',
    handle: async (call, principal) => {
      const named = { conversationId: conversationIdOf(call), messageId: messageIdOf(call) };
      const asked = { ...fieldsOf(await readJson(call.req)), ...named };
      return ok(await executeAction(call.app, principal, parseInput(executeActionInputSchema, asked)));
    },
  },
  {
    method: 'POST',
    path: '/bot/v1/sandboxes/:sandboxId/conversations/:conversationId/actions/:groupId/delivery-failed',
    api: {
      says: 'Reports that a decision never reached what waited for it.',
      input: deliveryFailedInputSchema,
      output: deliveryFailedResultSchema,
    },
    access: 'bot',
    handle: async (call, principal) => {
      const named = { conversationId: conversationIdOf(call), groupId: groupIdOf(call) };
      const asked = { ...fieldsOf(await readJson(call.req)), ...named };
      return ok(await reportDeliveryFailed(call.app, principal, parseInput(deliveryFailedInputSchema, asked)));
    },
  },
];

/** An agent names its questions as it likes, so the path holds the name escaped. */
function groupIdOf(call: Call): string {
  try {
    const groupId = decodeURIComponent(call.params['groupId'] ?? '');
    refuseUnstorable(groupId);
    return groupId;
  } catch {
    throw notFound();
  }
}
