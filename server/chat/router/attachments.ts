import {
  attachmentUrlInputSchema,
  attachmentUrlResultSchema,
  initAttachmentInputSchema,
  initAttachmentResultSchema,
} from '#lib/contract/attachments.ts';
import { spendUpload } from '#server/limits.ts';
import { router } from '#server/trpc/init.ts';
import { signedInProcedure } from '#server/trpc/procedures.ts';
import { announce } from '../attachments/announce.ts';
import { addressesOf } from '../attachments/read.ts';

export const attachmentsRouter = router({
  init: signedInProcedure
    .input(initAttachmentInputSchema)
    .output(initAttachmentResultSchema)
    .mutation(async ({ ctx, input }) => {
      await spendUpload(ctx.app.limits, ctx.principal);
      return announce(ctx.app, ctx.principal, input);
    }),

  url: signedInProcedure
    .input(attachmentUrlInputSchema)
    .output(attachmentUrlResultSchema)
    .query(({ ctx, input }) => addressesOf(ctx.app, ctx.principal, input)),
});
