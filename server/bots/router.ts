import { createdKeySchema } from '#lib/contract/accounts.ts';
import { botKeyInputSchema, botKeysSchema, createBotKeyInputSchema, createdBotSchema } from '#lib/contract/bot-keys.ts';
import { botStatusResultSchema, conversationStatusSchema, requestedStatusSchema } from '#lib/contract/bots.ts';
import { conversationInputSchema, doneSchema } from '#lib/contract/chat.ts';
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
import { createSandboxInputSchema, sandboxInputSchema } from '#lib/contract/sandboxes.ts';
import { spendAgent, spendAgentKey } from '../limits.ts';
import { audited } from '../trpc/audited.ts';
import { router } from '../trpc/init.ts';
import { signedInProcedure } from '../trpc/procedures.ts';
import { readConversationStatus } from './conversation-status.ts';
import { createBot, madeBot } from './create.ts';
import { listDeliveries, readDelivery } from './deliveries/log.ts';
import { replayDead, replayDelivery } from './deliveries/replay.ts';
import { readEndpoint, removeEndpoint, rotateSecret, setEndpoint } from './endpoints/own-endpoint.ts';
import { probeEndpoint } from './endpoints/probe.ts';
import { addKey, listKeys, removeKey } from './own-keys.ts';
import { readBotStatus, requestStatus } from './read-status.ts';

const agent = ({ sandboxId }: { sandboxId: string }) => ({ kind: 'sandbox', id: sandboxId }) as const;

/** Agents that people run themselves, and what opens their doors. */
export const botsRouter = router({
  create: signedInProcedure
    .input(createSandboxInputSchema)
    .output(createdBotSchema)
    .mutation(
      audited(
        'sandbox.made',
        () => ({ kind: 'sandbox', id: '' }) as const,
        async ({ ctx, input }) => {
          await spendAgent(ctx.app.limits, ctx.principal);
          return createBot(ctx.app, ctx.principal, input);
        },
        madeBot,
      ),
    ),

  status: signedInProcedure
    .input(sandboxInputSchema)
    .output(botStatusResultSchema)
    .query(({ ctx, input }) => readBotStatus(ctx.app, ctx.principal, input.sandboxId)),

  conversationStatus: signedInProcedure
    .input(conversationInputSchema)
    .output(conversationStatusSchema)
    .query(({ ctx, input }) => readConversationStatus(ctx.app, ctx.principal, input.conversationId)),

  requestStatus: signedInProcedure
    .input(sandboxInputSchema)
    .output(requestedStatusSchema)
    .mutation(({ ctx, input }) => requestStatus(ctx.app, ctx.principal, input.sandboxId)),

  keys: signedInProcedure
    .input(sandboxInputSchema)
    .output(botKeysSchema)
    .query(({ ctx, input }) => listKeys(ctx.app, ctx.principal, input.sandboxId)),

  createKey: signedInProcedure
    .input(createBotKeyInputSchema)
    .output(createdKeySchema)
    .mutation(
      audited('sandbox.key_made', agent, async ({ ctx, input }) => {
        await spendAgentKey(ctx.app.limits, ctx.principal);
        return addKey(ctx.app, ctx.principal, input);
      }),
    ),

  endpoint: signedInProcedure
    .input(sandboxInputSchema)
    .output(endpointResultSchema)
    .query(({ ctx, input }) => readEndpoint(ctx.app, ctx.principal, input.sandboxId)),

  setEndpoint: signedInProcedure
    .input(setEndpointInputSchema)
    .output(setEndpointResultSchema)
    .mutation(
      audited('sandbox.endpoint_set', agent, async ({ ctx, input }) => {
        await spendAgentKey(ctx.app.limits, ctx.principal);
        return setEndpoint(ctx.app, ctx.principal, input);
      }),
    ),

  rotateEndpointSecret: signedInProcedure
    .input(sandboxInputSchema)
    .output(setEndpointResultSchema)
    .mutation(
      audited('sandbox.secret_rotated', agent, async ({ ctx, input }) => {
        await spendAgentKey(ctx.app.limits, ctx.principal);
        return rotateSecret(ctx.app, ctx.principal, input.sandboxId);
      }),
    ),

  probeEndpoint: signedInProcedure
    .input(sandboxInputSchema)
    .output(probeResultSchema)
    .mutation(async ({ ctx, input }) => {
      await spendAgentKey(ctx.app.limits, ctx.principal);
      return probeEndpoint(ctx.app, ctx.principal, input.sandboxId);
    }),

  removeEndpoint: signedInProcedure
    .input(sandboxInputSchema)
    .output(doneSchema)
    .mutation(
      audited('sandbox.endpoint_removed', agent, ({ ctx, input }) =>
        removeEndpoint(ctx.app, ctx.principal, input.sandboxId),
      ),
    ),

  deliveries: signedInProcedure
    .input(listDeliveriesInputSchema)
    .output(deliveriesPageSchema)
    .query(({ ctx, input }) => listDeliveries(ctx.app, ctx.principal, input)),

  delivery: signedInProcedure
    .input(deliveryInputSchema)
    .output(deliveryDetailSchema)
    .query(({ ctx, input }) => readDelivery(ctx.app, ctx.principal, input)),

  replayDelivery: signedInProcedure
    .input(deliveryInputSchema)
    .output(replayResultSchema)
    .mutation(
      audited(
        'delivery.replayed',
        ({ deliveryId }) => ({ kind: 'delivery', id: deliveryId }) as const,
        ({ ctx, input }) => replayDelivery(ctx.app, ctx.principal, input),
      ),
    ),

  replayDead: signedInProcedure
    .input(sandboxInputSchema)
    .output(replayResultSchema)
    .mutation(audited('delivery.all_replayed', agent, ({ ctx, input }) => replayDead(ctx.app, ctx.principal, input))),

  revokeKey: signedInProcedure
    .input(botKeyInputSchema)
    .output(doneSchema)
    .mutation(audited('sandbox.key_revoked', agent, ({ ctx, input }) => removeKey(ctx.app, ctx.principal, input))),
});
