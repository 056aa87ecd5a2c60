import { z } from 'zod';
import { doneSchema, sessionSchema } from '#lib/contract/accounts.ts';
import { router } from '#server/trpc/init.ts';
import { signedInProcedure } from '#server/trpc/procedures.ts';
import { endSessions } from '../end-sessions.ts';
import { listSessions, revokeListedSession } from '../session-list.ts';

const done = { ok: true } as const;

/** A person's own browsers and devices. */
export const sessionsRouter = router({
  list: signedInProcedure.output(z.object({ sessions: z.array(sessionSchema) })).query(({ ctx }) => {
    const { userId, sessionId } = ctx.principal;
    return listSessions(ctx.app, { userId, currentId: sessionId });
  }),

  revoke: signedInProcedure
    .input(z.object({ id: z.string().max(64) }))
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await revokeListedSession(ctx.app, ctx.principal.userId, input.id);
      return done;
    }),

  revokeOthers: signedInProcedure.output(doneSchema).mutation(async ({ ctx }) => {
    const { userId, sessionId } = ctx.principal;
    await ctx.app.transaction((tx) => endSessions(ctx.app, tx, { userId, except: sessionId }));
    return done;
  }),
});
