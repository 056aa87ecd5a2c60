import {
  deliveriesPageSchema,
  deliveryDetailSchema,
  deliveryInputSchema,
  listDeliveriesInputSchema,
  replayResultSchema,
} from '#lib/contract/deliveries.ts';
import {
  endpointResultSchema,
  probeResultSchema,
  setEndpointInputSchema,
  setEndpointResultSchema,
} from '#lib/contract/endpoints.ts';
import { doneSchema } from '#lib/contract/chat.ts';
import { sandboxInputSchema } from '#lib/contract/sandboxes.ts';
import { parseInput } from '#server/errors.ts';
import { spendAgentKey } from '#server/limits.ts';
import { fieldsOf, queryOf } from '#server/rest/asked.ts';
import { audited } from '#server/rest/audited.ts';
import { readJson } from '#server/rest/body.ts';
import { ok, type Call, type Route } from '#server/rest/route.ts';
import { listDeliveries, readDelivery } from '../deliveries/log.ts';
import { replayDead, replayDelivery } from '../deliveries/replay.ts';
import { readEndpoint, removeEndpoint, rotateSecret, setEndpoint } from '../endpoints/own-endpoint.ts';
import { probeEndpoint } from '../endpoints/probe.ts';

/** Where an agent takes its deliveries, and what became of them, for whoever looks after it. */
export const endpointRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v1/sandboxes/:sandboxId/endpoint',
    api: {
      says: 'Where an agent takes its deliveries by request. Never the secret.',
      input: sandboxInputSchema,
      output: endpointResultSchema,
    },
    access: 'user',
    handle: async (call, principal) => ok(await readEndpoint(call.app, principal, sandboxOf(call))),
  },
  {
    method: 'PUT',
    path: '/v1/sandboxes/:sandboxId/endpoint',
    api: {
      says: 'Sets where an agent takes its deliveries by request. The first time the answer tells the secret, this once.',
      input: setEndpointInputSchema,
      output: setEndpointResultSchema,
    },
    access: 'user',
    handle: async (call, principal) => {
      const input = parseInput(setEndpointInputSchema, await asked(call));
      await spendAgentKey(call.app.limits, principal);
      return ok(
        await audited(call, principal, { action: 'sandbox.endpoint_set', input }, () =>
          setEndpoint(call.app, principal, input),
        ),
      );
    },
  },
  {
    method: 'DELETE',
    path: '/v1/sandboxes/:sandboxId/endpoint',
    api: {
      says: 'Removes it: deliveries wait for the agent’s stream.',
      input: sandboxInputSchema,
      output: doneSchema,
    },
    access: 'user',
    handle: async (call, principal) => {
      const sandboxId = sandboxOf(call);
      const removed = audited(call, principal, { action: 'sandbox.endpoint_removed', input: { sandboxId } }, () =>
        removeEndpoint(call.app, principal, sandboxId),
      );
      return ok(await removed);
    },
  },
  {
    method: 'POST',
    path: '/v1/sandboxes/:sandboxId/endpoint/rotate',
    api: {
      says: 'Makes a new secret and tells it, this once. The one before signs beside it for a day.',
      input: sandboxInputSchema,
      output: setEndpointResultSchema,
    },
    access: 'user',
    handle: async (call, principal) => {
      const { sandboxId } = parseInput(sandboxInputSchema, await asked(call));
      await spendAgentKey(call.app.limits, principal);
      return ok(
        await audited(call, principal, { action: 'sandbox.secret_rotated', input: { sandboxId } }, () =>
          rotateSecret(call.app, principal, sandboxId),
        ),
      );
    },
  },
  {
    method: 'POST',
    path: '/v1/sandboxes/:sandboxId/endpoint/probe',
    api: {
      says: 'Asks the endpoint for a sign of life, and says what came of it.',
      input: sandboxInputSchema,
      output: probeResultSchema,
    },
    access: 'user',
    handle: async (call, principal) => {
      const { sandboxId } = parseInput(sandboxInputSchema, await asked(call));
      await spendAgentKey(call.app.limits, principal);
      return ok(await probeEndpoint(call.app, principal, sandboxId));
    },
  },
  {
    method: 'GET',
    path: '/v1/sandboxes/:sandboxId/deliveries',
    api: {
      says: 'What an agent was to hear and what became of it, the newest first, without what was said.',
      input: listDeliveriesInputSchema,
      output: deliveriesPageSchema,
    },
    access: 'user',
    handle: async (call, principal) => {
      const asked = { ...queryOf(call), ...call.params };
      return ok(await listDeliveries(call.app, principal, parseInput(listDeliveriesInputSchema, asked)));
    },
  },
  {
    method: 'GET',
    path: '/v1/sandboxes/:sandboxId/deliveries/:deliveryId',
    api: {
      says: 'One delivery with its tries. What it says is told to members of its conversation only.',
      input: deliveryInputSchema,
      output: deliveryDetailSchema,
    },
    access: 'user',
    handle: async (call, principal) =>
      ok(await readDelivery(call.app, principal, parseInput(deliveryInputSchema, call.params))),
  },
  {
    method: 'POST',
    path: '/v1/sandboxes/:sandboxId/deliveries/:deliveryId/replay',
    api: {
      says: 'Has a delivery go again that was given up.',
      input: deliveryInputSchema,
      output: replayResultSchema,
    },
    access: 'user',
    handle: async (call, principal) => {
      const input = parseInput(deliveryInputSchema, await asked(call));
      return ok(
        await audited(call, principal, { action: 'delivery.replayed', input }, () =>
          replayDelivery(call.app, principal, input),
        ),
      );
    },
  },
  {
    method: 'POST',
    path: '/v1/sandboxes/:sandboxId/deliveries/replay',
    api: {
      says: 'Has all go again that were given up, the oldest first; at most 500 at once.',
      input: sandboxInputSchema,
      output: replayResultSchema,
    },
    access: 'user',
    handle: async (call, principal) => {
      const input = parseInput(sandboxInputSchema, await asked(call));
      return ok(
        await audited(call, principal, { action: 'delivery.all_replayed', input }, () =>
          replayDead(call.app, principal, input),
        ),
      );
    },
  },
];

function sandboxOf(call: Call): string {
  return parseInput(sandboxInputSchema, call.params).sandboxId;
}

async function asked(call: Call): Promise<object> {
  return { ...fieldsOf(await readJson(call.req)), ...call.params };
}
