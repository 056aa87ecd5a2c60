import { z } from 'zod';
import {
  addMemberInputSchema,
  addMemberResultSchema,
  candidatesInputSchema,
  candidatesSchema,
  conversationInputSchema,
  conversationPageSchema,
  conversationSchema,
  createConversationInputSchema,
  doneSchema,
  listConversationsInputSchema,
  markReadInputSchema,
  markReadResultSchema,
  removeMemberInputSchema,
  renameInputSchema,
} from '#lib/contract/chat.ts';
import { router } from '../trpc/init.ts';
import { signedInProcedure } from '../trpc/procedures.ts';
import { createConversation } from './conversations/create.ts';
import { deleteConversation } from './conversations/delete.ts';
import { listConversations, readConversation } from './conversations/read.ts';
import { rename } from './conversations/rename.ts';
import { addMember } from './members/add.ts';
import { listCandidates } from './members/candidates.ts';
import { leave, removeMember } from './members/leave.ts';
import { markRead } from './read-state.ts';
import { personalProcedures } from './router/personal.ts';
import { sayTyping, spendTyping } from './typing.ts';

export const conversationsRouter = router({
  ...personalProcedures,

  list: signedInProcedure
    .input(listConversationsInputSchema)
    .output(conversationPageSchema)
    .query(({ ctx, input }) => listConversations(ctx.app, ctx.principal, input)),

  get: signedInProcedure
    .input(conversationInputSchema)
    .output(conversationSchema)
    .query(({ ctx, input }) => readConversation(ctx.app, ctx.principal, input.conversationId)),

  create: signedInProcedure
    .input(createConversationInputSchema)
    .output(z.object({ conversation: conversationSchema }))
    .mutation(async ({ ctx, input }) => ({ conversation: await createConversation(ctx.app, ctx.principal, input) })),

  markRead: signedInProcedure
    .input(markReadInputSchema)
    .output(markReadResultSchema)
    .mutation(({ ctx, input }) => markRead(ctx.app, ctx.principal, input)),

  rename: signedInProcedure
    .input(renameInputSchema)
    .output(doneSchema)
    .mutation(({ ctx, input }) => rename(ctx.app, ctx.principal, input)),

  delete: signedInProcedure
    .input(conversationInputSchema)
    .output(doneSchema)
    .mutation(({ ctx, input }) => deleteConversation(ctx.app, ctx.principal, input.conversationId)),

  leave: signedInProcedure
    .input(conversationInputSchema)
    .output(doneSchema)
    .mutation(({ ctx, input }) => leave(ctx.app, ctx.principal, input.conversationId)),

  candidates: signedInProcedure
    .input(candidatesInputSchema)
    .output(candidatesSchema)
    .query(({ ctx, input }) => listCandidates(ctx.app, ctx.principal, input)),

  addMember: signedInProcedure
    .input(addMemberInputSchema)
    .output(addMemberResultSchema)
    .mutation(({ ctx, input }) => addMember(ctx.app, ctx.principal, input)),

  removeMember: signedInProcedure
    .input(removeMemberInputSchema)
    .output(doneSchema)
    .mutation(({ ctx, input }) => removeMember(ctx.app, ctx.principal, input)),

  typing: signedInProcedure
    .input(conversationInputSchema)
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await spendTyping(ctx.app.limits, ctx.principal, input.conversationId);
      return sayTyping(ctx.app, ctx.principal, { ...input, isTyping: true });
    }),

  typingStop: signedInProcedure
    .input(conversationInputSchema)
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await spendTyping(ctx.app.limits, ctx.principal, input.conversationId);
      return sayTyping(ctx.app, ctx.principal, { ...input, isTyping: false });
    }),
});
