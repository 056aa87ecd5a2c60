import { z } from 'zod';
import {
  conversationPageSchema,
  conversationSchema,
  createConversationInputSchema,
  listConversationsInputSchema,
  listMessagesInputSchema,
  markReadInputSchema,
  markReadResultSchema,
  messagePageSchema,
  sendInputSchema,
  sendResultSchema,
} from '#lib/contract/chat.ts';
import { conversationIdSchema } from '#lib/contract/ids.ts';
import { spendSend } from '../limits.ts';
import { router } from '../trpc/init.ts';
import { signedInProcedure } from '../trpc/procedures.ts';
import { createConversation } from './conversations/create.ts';
import { listConversations, readConversation } from './conversations/read.ts';
import { listMessages } from './messages/read.ts';
import { send } from './messages/send.ts';
import { markRead } from './read-state.ts';

export const conversationsRouter = router({
  list: signedInProcedure
    .input(listConversationsInputSchema)
    .output(conversationPageSchema)
    .query(({ ctx, input }) => listConversations(ctx.app, ctx.principal, input)),

  get: signedInProcedure
    .input(z.object({ conversationId: conversationIdSchema }))
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
});

export const messagesRouter = router({
  list: signedInProcedure
    .input(listMessagesInputSchema)
    .output(messagePageSchema)
    .query(({ ctx, input }) => listMessages(ctx.app, ctx.principal, input)),

  send: signedInProcedure
    .input(sendInputSchema)
    .output(sendResultSchema)
    .mutation(async ({ ctx, input }) => {
      await spendSend(ctx.app.limits, ctx.principal, input.conversationId);
      return send(ctx.app, ctx.principal, input);
    }),
});
