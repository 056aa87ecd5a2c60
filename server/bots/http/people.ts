import { sandboxInputSchema, sandboxListSchema } from '#lib/contract/sandboxes.ts';
import { botStatusResultSchema } from '#lib/contract/bots.ts';
import { doneSchema } from '#lib/contract/chat.ts';
import { parseInput } from '#server/errors.ts';
import { ok, type Call, type Route } from '#server/rest/route.ts';
import { destroySandbox } from '#server/sandboxes/destroy.ts';
import { listSandboxes } from '#server/sandboxes/list.ts';
import { readBotStatus } from '../read-status.ts';

/** What people may do with agents, beside talking to them. */
export const sandboxRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v1/sandboxes',
    api: { says: 'The agents that you may use.', output: sandboxListSchema },
    access: 'user',
    handle: async (call, principal) => ok(await listSandboxes(call.app, principal)),
  },
  {
    method: 'GET',
    path: '/v1/sandboxes/:sandboxId/bot-status',
    api: { says: 'Whether an agent is there.', input: sandboxInputSchema, output: botStatusResultSchema },
    access: 'user',
    handle: async (call, principal) => ok(await readBotStatus(call.app, principal, sandboxIdOf(call))),
  },
  {
    method: 'DELETE',
    path: '/v1/sandboxes/:sandboxId',
    api: {
      says: 'Destroys an agent with all of its conversations and files.',
      input: sandboxInputSchema,
      output: doneSchema,
    },
    access: 'user',
    handle: async (call, principal) => ok(await destroySandbox(call.app, principal, sandboxIdOf(call))),
  },
];

function sandboxIdOf(call: Call): string {
  return parseInput(sandboxInputSchema, { sandboxId: call.params['sandboxId'] }).sandboxId;
}
