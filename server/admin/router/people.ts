import { z } from 'zod';
import { doneSchema, passwordLinkSchema } from '#lib/contract/accounts.ts';
import {
  addPersonInputSchema,
  deletePersonInputSchema,
  listPeopleInputSchema,
  peoplePageSchema,
  personDeedSchema,
  personDetailSchema,
  personExportSchema,
  personInputSchema,
  personThingDeedSchema,
} from '#lib/contract/admin/people.ts';
import { addPerson } from '#server/accounts/add-person.ts';
import { revokeKey } from '#server/accounts/api-keys.ts';
import { disablePerson, enablePerson } from '#server/accounts/disable.ts';
import { endSessionsOf } from '#server/accounts/end-sessions.ts';
import { setOperator } from '#server/accounts/operators.ts';
import { passwordLinkFor } from '#server/accounts/password-links.ts';
import { revokeListedSession } from '#server/accounts/session-list.ts';
import { removeDevice } from '#server/notifications/devices.ts';
import { audited } from '#server/trpc/audited.ts';
import { operatorProcedure } from '#server/trpc/procedures.ts';
import { deletePersonForOperator } from '../people/delete.ts';
import { grantExport } from '../people/export.ts';
import { listPeople } from '../people/list.ts';
import { readPerson } from '../people/read.ts';

const done = { ok: true } as const;
const person = ({ userId }: { userId: string }) => ({ kind: 'person', id: userId }) as const;
const newcomer = ({ email }: { email: string }) => ({ kind: 'person', id: email }) as const;

/** What an operator may see and do of other people's accounts. Nobody's conversations are among it. */
export const peopleProcedures = {
  people: operatorProcedure
    .input(listPeopleInputSchema)
    .output(peoplePageSchema)
    .query(({ ctx, input }) => listPeople(ctx.app, input)),

  person: operatorProcedure
    .input(personInputSchema)
    .output(personDetailSchema)
    .query(({ ctx, input }) => readPerson(ctx.app, { userId: input.userId, currentId: ctx.principal.sessionId })),

  addPerson: operatorProcedure
    .input(addPersonInputSchema)
    .output(passwordLinkSchema.extend({ id: z.string() }))
    .mutation(audited('person.added', newcomer, ({ ctx, input }) => addPerson(ctx.app, input))),

  passwordLink: operatorProcedure
    .input(personDeedSchema)
    .output(passwordLinkSchema)
    .mutation(audited('person.link_made', person, ({ ctx, input }) => passwordLinkFor(ctx.app, input.userId))),

  disable: operatorProcedure
    .input(personDeedSchema)
    .output(doneSchema)
    .mutation(
      audited('person.disabled', person, async ({ ctx, input }) => {
        await disablePerson(ctx.app, input.userId);
        return done;
      }),
    ),

  enable: operatorProcedure
    .input(personDeedSchema)
    .output(doneSchema)
    .mutation(
      audited('person.enabled', person, async ({ ctx, input }) => {
        await enablePerson(ctx.app, input.userId);
        return done;
      }),
    ),

  makeOperator: operatorProcedure
    .input(personDeedSchema)
    .output(doneSchema)
    .mutation(
      audited('person.made_operator', person, async ({ ctx, input }) => {
        await setOperator(ctx.app, input.userId, true);
        return done;
      }),
    ),

  unmakeOperator: operatorProcedure
    .input(personDeedSchema)
    .output(doneSchema)
    .mutation(
      audited('person.unmade_operator', person, async ({ ctx, input }) => {
        await setOperator(ctx.app, input.userId, false);
        return done;
      }),
    ),

  revokeSession: operatorProcedure
    .input(personThingDeedSchema)
    .output(doneSchema)
    .mutation(
      audited('person.signed_out', person, async ({ ctx, input }) => {
        await revokeListedSession(ctx.app, input.userId, input.id);
        return done;
      }),
    ),

  revokeSessions: operatorProcedure
    .input(personDeedSchema)
    .output(doneSchema)
    .mutation(
      audited('person.signed_out', person, async ({ ctx, input }) => {
        await endSessionsOf(ctx.app, input.userId);
        return done;
      }),
    ),

  removeDevice: operatorProcedure
    .input(personThingDeedSchema)
    .output(doneSchema)
    .mutation(audited('person.device_removed', person, ({ ctx, input }) => removeDevice(ctx.app, input, input.id))),

  revokeKey: operatorProcedure
    .input(personThingDeedSchema)
    .output(doneSchema)
    .mutation(
      audited('person.key_revoked', person, async ({ ctx, input }) => {
        await revokeKey(ctx.app, input, input.id);
        return done;
      }),
    ),

  exportPerson: operatorProcedure
    .input(personDeedSchema)
    .output(personExportSchema)
    .mutation(
      audited('person.exported', person, ({ ctx, input }) => grantExport(ctx.app, ctx.principal, input.userId)),
    ),

  deletePerson: operatorProcedure
    .input(deletePersonInputSchema)
    .output(doneSchema)
    .mutation(
      audited('person.deleted', person, async ({ ctx, input }) => {
        await deletePersonForOperator(ctx.app, input);
        return done;
      }),
    ),
};
