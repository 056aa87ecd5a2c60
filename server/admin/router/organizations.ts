import { listOrganizationsInputSchema, organizationsPageSchema } from '#lib/contract/admin/organizations.ts';
import { operatorProcedure } from '#server/trpc/procedures.ts';
import { listOrganizations } from '../organizations.ts';

/** Where an organization is found. What is done to one is done on its own pages, by its own commands. */
export const organizationProcedures = {
  organizations: operatorProcedure
    .input(listOrganizationsInputSchema)
    .output(organizationsPageSchema)
    .query(({ ctx, input }) => listOrganizations(ctx.app, input)),
};
