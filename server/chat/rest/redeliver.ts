import { messageInputSchema } from '#lib/contract/chat.ts';
import {
  messageFailedInputSchema,
  messageFailedResultSchema,
  redeliverResultSchema,
} from '#lib/contract/deliveries.ts';
import { parseInput } from '#server/errors.ts';
import { spendEdit } from '#server/limits.ts';
import { conversationIdOf, fieldsOf, messageIdOf } from '#server/rest/asked.ts';
import { readJson } from '#server/rest/body.ts';
import { ok, type Call, type Route } from '#server/rest/route.ts';
import { redeliver, reportMessageFailed } from '../messages/redeliver.ts';

export const redeliverRoutes: Route[] = [
  {
    method: 'POST',
    path: '/v1/conversations/:conversationId/messages/:messageId/redeliver',
    api: {
      says: 'Has your message go to its agent again, after it was given up.',
      input: messageInputSchema,
      output: redeliverResultSchema,
    },
    access: 'user',
    handle: async (call, principal) => {
      const input = parseInput(messageInputSchema, await asked(call));
      await spendEdit(call.app.limits, principal, input.conversationId);
      return ok(await redeliver(call.app, principal, input));
    },
  },
  {
    method: 'POST',
    path: '/bot/v1/sandboxes/:sandboxId/conversations/:conversationId/messages/:messageId/delivery-failed',
    api: {
      says: 'Reports that the agent could do nothing with a message: people see that it never arrived.',
      input: messageFailedInputSchema,
      output: messageFailedResultSchema,
    },
    access: 'bot',
    handle: async (call, principal) =>
      ok(await reportMessageFailed(call.app, principal, parseInput(messageFailedInputSchema, await asked(call)))),
  },
];

async function asked(call: Call): Promise<object> {
  const named = { conversationId: conversationIdOf(call), messageId: messageIdOf(call) };
  return { ...fieldsOf(await readJson(call.req)), ...named };
}
