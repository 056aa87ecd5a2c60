import { createdKeySchema } from '#lib/contract/accounts.ts';
import { botKeyInputSchema, botKeysSchema, createBotKeyInputSchema } from '#lib/contract/bot-keys.ts';
import { doneSchema } from '#lib/contract/chat.ts';
import { sandboxInputSchema } from '#lib/contract/sandboxes.ts';
import { parseInput } from '#server/errors.ts';
import { spendAgentKey } from '#server/limits.ts';
import { fieldsOf } from '#server/rest/asked.ts';
import { audited } from '#server/rest/audited.ts';
import { readJson } from '#server/rest/body.ts';
import { created, ok, type Route } from '#server/rest/route.ts';
import { addKey, listKeys, removeKey } from '../own-keys.ts';

/** The keys of one agent, for whoever may manage it. */
export const botKeyRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v1/sandboxes/:sandboxId/keys',
    api: {
      says: 'The keys of an agent that you manage, the newest first. Never the keys themselves.',
      input: sandboxInputSchema,
      output: botKeysSchema,
    },
    access: 'user',
    handle: async (call, principal) => {
      const { sandboxId } = parseInput(sandboxInputSchema, call.params);
      return ok(await listKeys(call.app, principal, sandboxId));
    },
  },
  {
    method: 'POST',
    path: '/v1/sandboxes/:sandboxId/keys',
    api: {
      says: 'Makes one more key of an agent. The answer tells it, this once.',
      input: createBotKeyInputSchema,
      output: createdKeySchema,
      creates: 'always',
    },
    access: 'user',
    handle: async (call, principal) => {
      const asked = { ...fieldsOf(await readJson(call.req)), ...call.params };
      const input = parseInput(createBotKeyInputSchema, asked);
      await spendAgentKey(call.app.limits, principal);
      return created(
        await audited(call, principal, { action: 'sandbox.key_made', input }, () => addKey(call.app, principal, input)),
      );
    },
  },
  {
    method: 'DELETE',
    path: '/v1/sandboxes/:sandboxId/keys/:keyId',
    api: {
      says: 'Revokes a key: it opens nothing any more, and what was opened with it ends.',
      input: botKeyInputSchema,
      output: doneSchema,
    },
    access: 'user',
    handle: async (call, principal) => {
      const input = parseInput(botKeyInputSchema, call.params);
      return ok(
        await audited(call, principal, { action: 'sandbox.key_revoked', input }, () =>
          removeKey(call.app, principal, input),
        ),
      );
    },
  },
];
