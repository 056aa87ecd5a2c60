import {
  botPresenceReportSchema,
  botStatusInputSchema,
  conversationStatusInputSchema,
  conversationStatusSchema,
} from '#lib/contract/bots.ts';
import { conversationInputSchema, doneSchema } from '#lib/contract/chat.ts';
import { parseInput } from '#server/errors.ts';
import { spendReport } from '#server/limits.ts';
import { conversationIdOf, fieldsOf } from '#server/rest/asked.ts';
import { readJson } from '#server/rest/body.ts';
import { ok, type Route } from '#server/rest/route.ts';
import { reportBotStatus } from '../bot-status.ts';
import { readConversationStatus, reportConversationStatus } from '../conversation-status.ts';

/** What an agent says of itself, and what people may know of it. */
export const statusRoutes: Route[] = [
  {
    method: 'POST',
    path: '/bot/v1/sandboxes/:sandboxId/bot-status',
    api: {
      says: 'Says whether the agent is there, and what it can do. Said again within 30 s, it stays online.',
      input: botStatusInputSchema,
      output: botPresenceReportSchema,
    },
    access: 'bot',
    handle: async (call, principal) => {
      const input = parseInput(botStatusInputSchema, await readJson(call.req));
      await spendReport(call.app.limits, principal, 'itself');
      return ok(await reportBotStatus(call.app, principal, input));
    },
  },
  {
    method: 'POST',
    path: '/bot/v1/sandboxes/:sandboxId/conversations/:conversationId/conversation-status',
    api: {
      says: 'Says how much of its model’s memory a conversation takes.',
      input: conversationStatusInputSchema,
      output: doneSchema,
    },
    access: 'bot',
    handle: async (call, principal) => {
      const asked = { ...fieldsOf(await readJson(call.req)), conversationId: conversationIdOf(call) };
      const input = parseInput(conversationStatusInputSchema, asked);
      await spendReport(call.app.limits, principal, input.conversationId);
      return ok(await reportConversationStatus(call.app, principal, input));
    },
  },
  {
    method: 'GET',
    path: '/v1/conversations/:conversationId/conversation-status',
    api: {
      says: 'How much of its agent’s memory a conversation takes, as the agent said last.',
      input: conversationInputSchema,
      output: conversationStatusSchema,
    },
    access: 'user',
    handle: async (call, principal) => ok(await readConversationStatus(call.app, principal, conversationIdOf(call))),
  },
];
