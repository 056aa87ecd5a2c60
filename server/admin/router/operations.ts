import { auditEntryInputSchema, exportAuditInputSchema, exportedAuditSchema } from '#lib/contract/admin/audit.ts';
import {
  adminConversationDetailSchema,
  adminConversationInputSchema,
  adminConversationsInputSchema,
  adminConversationsPageSchema,
} from '#lib/contract/admin/conversations.ts';
import {
  adminDeliveriesInputSchema,
  adminDeliveriesPageSchema,
  adminDeliveryDetailSchema,
  adminDeliveryInputSchema,
  adminEndpointStandingSchema,
  endpointDeedInputSchema,
  replayDeliveryInputSchema,
} from '#lib/contract/admin/deliveries.ts';
import { adminEventLogSchema, adminEventsInputSchema, adminEventsPageSchema } from '#lib/contract/admin/events.ts';
import {
  adminPushDetailSchema,
  adminPushesInputSchema,
  adminPushesPageSchema,
  adminPushInputSchema,
} from '#lib/contract/admin/pushes.ts';
import { adminSettingsSchema, setSettingsInputSchema } from '#lib/contract/admin/settings.ts';
import { doneSchema } from '#lib/contract/accounts.ts';
import { auditEntrySchema, auditPageSchema, listAuditInputSchema } from '#lib/contract/audit.ts';
import { replayResultSchema } from '#lib/contract/deliveries.ts';
import { sandboxInputSchema } from '#lib/contract/sandboxes.ts';
import { listAudit, readAuditEntry } from '#server/audit/list.ts';
import { accessAny } from '#server/sandboxes/access.ts';
import { replayAllGivenUp, replayGivenUp } from '#server/bots/deliveries/replay.ts';
import { disableByOperator, enableByOperator } from '#server/bots/endpoints/by-operator.ts';
import { readOwnSettings } from '#server/settings/own.ts';
import { actorOf, audited } from '#server/trpc/audited.ts';
import { operatorProcedure } from '#server/trpc/procedures.ts';
import { exportAudit } from '../audit-export.ts';
import { listAllConversations, readAnyConversation } from '../conversations.ts';
import { accessDelivery, listAllDeliveries, readAnyDelivery, readAnyEndpoint } from '../deliveries.ts';
import { listEvents, readEventLog } from '../events.ts';
import { listPushes, readPush } from '../pushes.ts';
import { setSettings } from '../settings.ts';

const done = { ok: true } as const;
const delivery = ({ deliveryId }: { deliveryId: string }) => ({ kind: 'delivery', id: deliveryId }) as const;
const sandbox = ({ sandboxId }: { sandboxId: string }) => ({ kind: 'sandbox', id: sandboxId }) as const;
const instance = () => ({ kind: 'instance', id: 'instance' }) as const;

/** What goes on, and what is set. Nobody's words are among it. */
export const operationProcedures = {
  conversations: operatorProcedure
    .input(adminConversationsInputSchema)
    .output(adminConversationsPageSchema)
    .query(({ ctx, input }) => listAllConversations(ctx.app, input)),

  conversation: operatorProcedure
    .input(adminConversationInputSchema)
    .output(adminConversationDetailSchema)
    .query(({ ctx, input }) => readAnyConversation(ctx.app, input.conversationId)),

  deliveries: operatorProcedure
    .input(adminDeliveriesInputSchema)
    .output(adminDeliveriesPageSchema)
    .query(({ ctx, input }) => listAllDeliveries(ctx.app, input)),

  delivery: operatorProcedure
    .input(adminDeliveryInputSchema)
    .output(adminDeliveryDetailSchema)
    .query(({ ctx, input }) => readAnyDelivery(ctx.app, input.deliveryId)),

  endpoint: operatorProcedure
    .input(sandboxInputSchema)
    .output(adminEndpointStandingSchema)
    .query(({ ctx, input }) => readAnyEndpoint(ctx.app, input.sandboxId)),

  replayDelivery: operatorProcedure
    .input(replayDeliveryInputSchema)
    .output(replayResultSchema)
    .mutation(
      audited('delivery.replayed', delivery, async ({ ctx, input }) =>
        replayGivenUp(ctx.app, await accessDelivery(ctx.app, input.deliveryId)),
      ),
    ),

  replayDead: operatorProcedure
    .input(endpointDeedInputSchema)
    .output(replayResultSchema)
    .mutation(
      audited('delivery.all_replayed', sandbox, async ({ ctx, input }) =>
        replayAllGivenUp(ctx.app, (await accessAny(ctx.app, input.sandboxId)).id),
      ),
    ),

  disableEndpoint: operatorProcedure
    .input(endpointDeedInputSchema)
    .output(doneSchema)
    .mutation(
      audited('sandbox.endpoint_disabled', sandbox, async ({ ctx, input }) => {
        await disableByOperator(ctx.app, input.sandboxId);
        return done;
      }),
    ),

  enableEndpoint: operatorProcedure
    .input(endpointDeedInputSchema)
    .output(doneSchema)
    .mutation(
      audited('sandbox.endpoint_enabled', sandbox, async ({ ctx, input }) => {
        await enableByOperator(ctx.app, input.sandboxId);
        return done;
      }),
    ),

  pushes: operatorProcedure
    .input(adminPushesInputSchema)
    .output(adminPushesPageSchema)
    .query(({ ctx, input }) => listPushes(ctx.app, input)),

  push: operatorProcedure
    .input(adminPushInputSchema)
    .output(adminPushDetailSchema)
    .query(({ ctx, input }) => readPush(ctx.app, input.pushId)),

  events: operatorProcedure
    .input(adminEventsInputSchema)
    .output(adminEventsPageSchema)
    .query(({ ctx, input }) => listEvents(ctx.app, input)),

  eventLog: operatorProcedure.output(adminEventLogSchema).query(({ ctx }) => readEventLog(ctx.app)),

  audit: operatorProcedure
    .input(listAuditInputSchema)
    .output(auditPageSchema)
    .query(({ ctx, input }) => listAudit(ctx.app.sql, input)),

  auditEntry: operatorProcedure
    .input(auditEntryInputSchema)
    .output(auditEntrySchema)
    .query(({ ctx, input }) => readAuditEntry(ctx.app.sql, input.id)),

  exportAudit: operatorProcedure
    .input(exportAuditInputSchema)
    .output(exportedAuditSchema)
    .mutation(audited('audit.exported', instance, ({ ctx, input }) => exportAudit(ctx.app, input))),

  settings: operatorProcedure.output(adminSettingsSchema).query(({ ctx }) => readOwnSettings(ctx.app)),

  setSettings: operatorProcedure
    .input(setSettingsInputSchema)
    .output(adminSettingsSchema)
    .mutation(({ ctx, input }) => setSettings(ctx.app, actorOf(ctx), input)),
};
