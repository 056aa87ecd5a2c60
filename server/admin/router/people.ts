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

/** The answer to what has nothing else to say. */
function doing<Asked>(act: (asked: Asked) => Promise<void>) {
  return async (asked: Asked) => {
    await act(asked);
    return done;
  };
}

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
      audited(
        'person.disabled',
        person,
        doing(({ ctx, input }) => disablePerson(ctx.app, input.userId)),
      ),
    ),

  enable: operatorProcedure
    .input(personDeedSchema)
    .output(doneSchema)
    .mutation(
      audited(
        'person.enabled',
        person,
        doing(({ ctx, input }) => enablePerson(ctx.app, input.userId)),
      ),
    ),

  makeOperator: operatorProcedure
    .input(personDeedSchema)
    .output(doneSchema)
    .mutation(
      audited(
        'person.made_operator',
        person,
        doing(({ ctx, input }) => setOperator(ctx.app, input.userId, true)),
      ),
    ),

  unmakeOperator: operatorProcedure
    .input(personDeedSchema)
    .output(doneSchema)
    .mutation(
      audited(
        'person.unmade_operator',
        person,
        doing(({ ctx, input }) => setOperator(ctx.app, input.userId, false)),
      ),
    ),

  revokeSession: operatorProcedure
    .input(personThingDeedSchema)
    .output(doneSchema)
    .mutation(
      audited(
        'person.signed_out',
        person,
        doing(({ ctx, input }) => revokeListedSession(ctx.app, input.userId, input.id)),
      ),
    ),

  revokeSessions: operatorProcedure
    .input(personDeedSchema)
    .output(doneSchema)
    .mutation(
      audited(
        'person.signed_out',
        person,
        doing(({ ctx, input }) => endSessionsOf(ctx.app, input.userId)),
      ),
    ),

  removeDevice: operatorProcedure
    .input(personThingDeedSchema)
    .output(doneSchema)
    .mutation(audited('person.device_removed', person, ({ ctx, input }) => removeDevice(ctx.app, input, input.id))),

  revokeKey: operatorProcedure
    .input(personThingDeedSchema)
    .output(doneSchema)
    .mutation(
      audited(
        'person.key_revoked',
        person,
        doing(({ ctx, input }) => revokeKey(ctx.app, input, input.id)),
      ),
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
      audited(
        'person.deleted',
        person,
        doing(({ ctx, input }) => deletePersonForOperator(ctx.app, input)),
      ),
    ),
};
