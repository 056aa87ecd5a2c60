import { memberIdOf, type BotPrincipal } from '#lib/contract/principals.ts';
import { doneSchema, editResultSchema, messageInputSchema } from '#lib/contract/chat.ts';
import { type AppendInput, appendInputSchema, appendResultSchema, finishInputSchema } from '#lib/contract/streams.ts';
import { parseInput } from '#server/errors.ts';
import type { Limits } from '#server/limits.ts';
import { spend } from '#server/rate-limit.ts';
import { fieldsOf, messageIdOf } from '#server/rest/asked.ts';
import { readJson } from '#server/rest/body.ts';
import { ok, type Call, type Route } from '#server/rest/route.ts';
import { appendText } from './append.ts';
import { finish } from './finish.ts';
import { requestStop } from './stop.ts';

/** An agent writes, whoever reads may stop it. */
export const streamRoutes: Route[] = [
  {
    method: 'POST',
    path: '/bot/v1/sandboxes/:sandboxId/messages/:messageId/append',
    api: {
      says: 'Adds to a message that is still being written. A wrong offset is answered with the right one.',
      input: appendInputSchema,
      output: appendResultSchema,
    },
    access: 'bot',
    handle: async (call, principal) => {
      const input = parseInput(appendInputSchema, await asked(call));
      await spendAppend(call.app.limits, principal, input);
      return ok(await appendText(call.app, principal, input));
    },
  },
  {
    method: 'POST',
    path: '/bot/v1/sandboxes/:sandboxId/messages/:messageId/finish',
    api: { says: 'Ends a message that is being written.', input: finishInputSchema, output: editResultSchema },
    access: 'bot',
    handle: async (call, principal) =>
      ok(await finish(call.app, principal, parseInput(finishInputSchema, await asked(call)))),
  },
  {
    method: 'POST',
    path: '/v1/messages/:messageId/stop',
    api: { says: 'Asks the agent to stop writing this message.', input: messageInputSchema, output: doneSchema },
    access: 'participant',
    handle: async (call, principal) =>
      ok(await requestStop(call.app, principal, parseInput(messageInputSchema, await asked(call)))),
  },
];

async function asked(call: Call): Promise<object> {
  return { ...fieldsOf(await readJson(call.req)), messageId: messageIdOf(call) };
}

/** What an append costs beside its text: its row, and its frame around the text. */
const besideBytes = 256;

/** By what it weighs, not by how often: a long answer in few pieces is the same work as in many. */
async function spendAppend(
  limits: Limits,
  principal: BotPrincipal,
  { conversationId, text }: AppendInput,
): Promise<void> {
  const bytes = Buffer.byteLength(text) + besideBytes;
  await spend(limits.appendByBot, `${conversationId} ${memberIdOf(principal)}`, Math.ceil(bytes / bytesPerToken));
}

/** One a millisecond: 32 KiB a second. */
const bytesPerToken = 33;
