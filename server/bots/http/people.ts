import { createdBotSchema } from '#lib/contract/bot-keys.ts';
import {
  createSandboxInputSchema,
  renameSandboxInputSchema,
  sandboxInputSchema,
  sandboxListSchema,
  sandboxSchema,
} from '#lib/contract/sandboxes.ts';
import { botStatusResultSchema, requestedStatusSchema } from '#lib/contract/bots.ts';
import { doneSchema } from '#lib/contract/chat.ts';
import { parseInput } from '#server/errors.ts';
import { spendAgent } from '#server/limits.ts';
import { fieldsOf } from '#server/rest/asked.ts';
import { audited } from '#server/rest/audited.ts';
import { readJson } from '#server/rest/body.ts';
import { created, ok, type Call, type Route } from '#server/rest/route.ts';
import { destroySandbox } from '#server/sandboxes/destroy.ts';
import { listSandboxes } from '#server/sandboxes/list.ts';
import { renameSandbox } from '#server/sandboxes/rename.ts';
import { createBot, madeBot } from '../create.ts';
import { readBotStatus, requestStatus } from '../read-status.ts';
import { botKeyRoutes } from './keys.ts';
import { startStopRoutes } from './start-stop.ts';

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
    method: 'POST',
    path: '/v1/sandboxes',
    api: {
      says: 'Adds an agent that you run yourself, with a first conversation and a first key, which is told this once.',
      input: createSandboxInputSchema,
      output: createdBotSchema,
      creates: 'always',
    },
    access: 'user',
    handle: async (call, principal) => {
      const input = parseInput(createSandboxInputSchema, await readJson(call.req));
      await spendAgent(call.app.limits, principal);
      return created(
        await audited(call, principal, { action: 'sandbox.made', input, madeOf: madeBot }, () =>
          createBot(call.app, principal, input),
        ),
      );
    },
  },
  {
    method: 'PATCH',
    path: '/v1/sandboxes/:sandboxId',
    api: { says: 'Gives an agent another name.', input: renameSandboxInputSchema, output: sandboxSchema },
    access: 'user',
    handle: async (call, principal) => {
      const asked = { ...fieldsOf(await readJson(call.req)), sandboxId: sandboxIdOf(call) };
      const input = parseInput(renameSandboxInputSchema, asked);
      return ok(
        await audited(call, principal, { action: 'sandbox.renamed', input }, () =>
          renameSandbox(call.app, principal, input),
        ),
      );
    },
  },
  {
    method: 'GET',
    path: '/v1/sandboxes/:sandboxId/bot-status',
    api: { says: 'Whether an agent is there.', input: sandboxInputSchema, output: botStatusResultSchema },
    access: 'user',
    handle: async (call, principal) => ok(await readBotStatus(call.app, principal, sandboxIdOf(call))),
  },
  {
    method: 'POST',
    path: '/v1/sandboxes/:sandboxId/request-bot-status',
    api: {
      says: 'Asks an agent that is reached by request for a sign of life. What comes of it is told as its status.',
      input: sandboxInputSchema,
      output: requestedStatusSchema,
    },
    access: 'user',
    handle: async (call, principal) => {
      const { sandboxId } = parseInput(sandboxInputSchema, { ...fieldsOf(await readJson(call.req)), ...call.params });
      return ok(await requestStatus(call.app, principal, sandboxId));
    },
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
    handle: async (call, principal) => {
      const sandboxId = sandboxIdOf(call);
      return ok(
        await audited(call, principal, { action: 'sandbox.destroyed', input: { sandboxId } }, () =>
          destroySandbox(call.app, principal, sandboxId),
        ),
      );
    },
  },
  ...startStopRoutes,
  ...botKeyRoutes,
];

function sandboxIdOf(call: Call): string {
  return parseInput(sandboxInputSchema, { sandboxId: call.params['sandboxId'] }).sandboxId;
}
