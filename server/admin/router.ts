import { z } from 'zod';
import {
  addPersonInputSchema,
  doneSchema,
  listPeopleInputSchema,
  passwordLinkSchema,
  peoplePageSchema,
  personInputSchema,
  sessionSchema,
} from '#lib/contract/accounts.ts';
import { runningSchema } from '#lib/contract/admin/overview.ts';
import { addPerson } from '../accounts/add-person.ts';
import { disablePerson, enablePerson } from '../accounts/disable.ts';
import { passwordLinkFor } from '../accounts/password-links.ts';
import { listSessions, revokeListedSession } from '../accounts/session-list.ts';
import { router } from '../trpc/init.ts';
import { operatorProcedure } from '../trpc/procedures.ts';
import { accessPerson, listPeople } from './people.ts';
import { running } from './running.ts';

const done = { ok: true } as const;

/** What an operator may see and do of other people's accounts. Nobody's conversations are among it. */
export const adminRouter = router({
  running: operatorProcedure.output(runningSchema).query(() => running()),

  people: operatorProcedure
    .input(listPeopleInputSchema)
    .output(peoplePageSchema)
    .query(({ ctx, input }) => listPeople(ctx.app, input)),

  addPerson: operatorProcedure
    .input(addPersonInputSchema)
    .output(passwordLinkSchema.extend({ id: z.string() }))
    .mutation(({ ctx, input }) => addPerson(ctx.app, input)),

  passwordLink: operatorProcedure
    .input(personInputSchema)
    .output(passwordLinkSchema)
    .mutation(({ ctx, input }) => passwordLinkFor(ctx.app, input.userId)),

  disable: operatorProcedure
    .input(personInputSchema)
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await disablePerson(ctx.app, input.userId);
      return done;
    }),

  enable: operatorProcedure
    .input(personInputSchema)
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await enablePerson(ctx.app, input.userId);
      return done;
    }),

  sessionsOf: operatorProcedure
    .input(personInputSchema)
    .output(z.object({ sessions: z.array(sessionSchema) }))
    .query(async ({ ctx, input }) => {
      const { userId } = await accessPerson(ctx.app, input.userId);
      return listSessions(ctx.app, { userId, currentId: ctx.principal.sessionId });
    }),

  revokeSession: operatorProcedure
    .input(personInputSchema.extend({ id: z.string().max(64) }))
    .output(doneSchema)
    .mutation(async ({ ctx, input }) => {
      await revokeListedSession(ctx.app, input.userId, input.id);
      return done;
    }),
});
