import { conversationInputSchema } from '#lib/contract/chat.ts';
import { draftInputSchema, muteInputSchema, personalResultSchema, pinInputSchema } from '#lib/contract/personal.ts';
import { signedInProcedure } from '#server/trpc/procedures.ts';
import { changePersonal } from '../personal/change.ts';

/** Of `conversations`: what one sets for oneself. */
export const personalProcedures = {
  setMuted: signedInProcedure
    .input(muteInputSchema)
    .output(personalResultSchema)
    .mutation(({ ctx, input }) => changePersonal(ctx.app, ctx.principal, input)),

  setPinned: signedInProcedure
    .input(pinInputSchema)
    .output(personalResultSchema)
    .mutation(({ ctx, input }) => changePersonal(ctx.app, ctx.principal, input)),

  archive: signedInProcedure
    .input(conversationInputSchema)
    .output(personalResultSchema)
    .mutation(({ ctx, input }) => changePersonal(ctx.app, ctx.principal, { ...input, archived: true })),

  unarchive: signedInProcedure
    .input(conversationInputSchema)
    .output(personalResultSchema)
    .mutation(({ ctx, input }) => changePersonal(ctx.app, ctx.principal, { ...input, archived: false })),

  saveDraft: signedInProcedure
    .input(draftInputSchema)
    .output(personalResultSchema)
    .mutation(({ ctx, input: { conversationId, text } }) =>
      changePersonal(ctx.app, ctx.principal, { conversationId, draft: text }),
    ),
};
