import { executeActionInputSchema, executeActionResultSchema } from '#lib/contract/approvals.ts';
import {
  doneSchema,
  editInputSchema,
  editResultSchema,
  listMessagesInputSchema,
  messageInputSchema,
  messagePageSchema,
  messageSchema,
  sendInputSchema,
  sendResultSchema,
  versionsInputSchema,
  versionsSchema,
} from '#lib/contract/chat.ts';
import { redeliverResultSchema } from '#lib/contract/deliveries.ts';
import { spendEdit, spendSend } from '#server/limits.ts';
import { router } from '#server/trpc/init.ts';
import { signedInProcedure } from '#server/trpc/procedures.ts';
import { executeAction } from '../approvals/decide.ts';
import { deleteMessage } from '../messages/delete.ts';
import { edit } from '../messages/edit.ts';
import { listMessages, readMessage } from '../messages/read.ts';
import { send } from '../messages/send.ts';
import { listVersions } from '../messages/versions.ts';
import { redeliver } from '../messages/redeliver.ts';
import { requestStop } from '../streams/stop.ts';

export const messagesRouter = router({
  list: signedInProcedure
    .input(listMessagesInputSchema)
    .output(messagePageSchema)
    .query(({ ctx, input }) => listMessages(ctx.app, ctx.principal, input)),

  get: signedInProcedure
    .input(messageInputSchema)
    .output(messageSchema)
    .query(({ ctx, input }) => readMessage(ctx.app, ctx.principal, input)),

  versions: signedInProcedure
    .input(versionsInputSchema)
    .output(versionsSchema)
    .query(({ ctx, input }) => listVersions(ctx.app, ctx.principal, input)),

  send: signedInProcedure
    .input(sendInputSchema)
    .output(sendResultSchema)
    .mutation(async ({ ctx, input }) => {
      await spendSend(ctx.app.limits, ctx.principal, input.conversationId);
      return send(ctx.app, ctx.principal, input);
    }),

  edit: signedInProcedure
    .input(editInputSchema)
    .output(editResultSchema)
    .mutation(async ({ ctx, input }) => {
      await spendEdit(ctx.app.limits, ctx.principal, input.conversationId);
      return edit(ctx.app, ctx.principal, input);
    }),

  delete: signedInProcedure
    .input(messageInputSchema)
    .output(doneSchema)
    .mutation(({ ctx, input }) => deleteMessage(ctx.app, ctx.principal, input)),

  redeliver: signedInProcedure
    .input(messageInputSchema)
    .output(redeliverResultSchema)
    .mutation(async ({ ctx, input }) => {
      await spendEdit(ctx.app.limits, ctx.principal, input.conversationId);
      return redeliver(ctx.app, ctx.principal, input);
    }),

  stop: signedInProcedure
    .input(messageInputSchema)
    .output(doneSchema)
    .mutation(({ ctx, input }) => requestStop(ctx.app, ctx.principal, input)),

  executeAction: signedInProcedure
    .input(executeActionInputSchema)
    .output(executeActionResultSchema)
    .mutation(({ ctx, input }) => executeAction(ctx.app, ctx.principal, input)),
});
