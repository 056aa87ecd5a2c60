import { auditPageSchema } from '#lib/contract/audit.ts';
import { doneSchema } from '#lib/contract/accounts.ts';
import {
  createOrganizationInputSchema,
  deleteOrganizationInputSchema,
  listOrganizationAuditInputSchema,
  listOrganizationMembersInputSchema,
  organizationInputSchema,
  organizationMemberInputSchema,
  organizationMemberSchema,
  organizationMembersPageSchema,
  organizationSchema,
  organizationUsageSchema,
  ownOrganizationsSchema,
  renameOrganizationInputSchema,
  setRetentionInputSchema,
  setRoleInputSchema,
} from '#lib/contract/organizations.ts';
import { spend } from '#server/rate-limit.ts';
import { audited } from '#server/trpc/audited.ts';
import { router } from '#server/trpc/init.ts';
import { signedInProcedure } from '#server/trpc/procedures.ts';
import { listOrganizationAudit } from '../organizations/audit.ts';
import { renameOrganization, setRetention } from '../organizations/change.ts';
import { createOrganization } from '../organizations/create.ts';
import { deleteOrganization } from '../organizations/delete.ts';
import { leaveOrganization, removeMember } from '../organizations/leave.ts';
import { listMembers } from '../organizations/members.ts';
import { listOwn, readOrganization, readUsage } from '../organizations/read.ts';
import { handOver, setRole } from '../organizations/roles.ts';

interface Place {
  organizationId: string;
  userId: string;
}

const whole = ({ organizationId }: { organizationId: string }) =>
  ({ kind: 'organization', id: organizationId }) as const;
const member = ({ organizationId, userId }: Place) => ({ kind: 'person', id: userId, organizationId }) as const;

/** Who shares agents with whom, and who runs what they share. */
export const organizationsRouter = router({
  mine: signedInProcedure.output(ownOrganizationsSchema).query(({ ctx }) => listOwn(ctx.app, ctx.principal)),

  create: signedInProcedure
    .input(createOrganizationInputSchema)
    .output(organizationSchema)
    .mutation(
      audited(
        'organization.made',
        () => ({ kind: 'organization', id: '' }) as const,
        async ({ ctx, input }) => {
          await spend(ctx.app.limits.organizationByPerson, ctx.principal.userId);
          return createOrganization(ctx.app, ctx.principal, input);
        },
        whole,
      ),
    ),

  get: signedInProcedure
    .input(organizationInputSchema)
    .output(organizationSchema)
    .query(({ ctx, input }) => readOrganization(ctx.app, ctx.principal, input.organizationId)),

  usage: signedInProcedure
    .input(organizationInputSchema)
    .output(organizationUsageSchema)
    .query(({ ctx, input }) => readUsage(ctx.app, ctx.principal, input.organizationId)),

  rename: signedInProcedure
    .input(renameOrganizationInputSchema)
    .output(organizationSchema)
    .mutation(
      audited('organization.renamed', whole, ({ ctx, input }) => renameOrganization(ctx.app, ctx.principal, input)),
    ),

  setRetention: signedInProcedure
    .input(setRetentionInputSchema)
    .output(organizationSchema)
    .mutation(
      audited('organization.retention_set', whole, ({ ctx, input }) => setRetention(ctx.app, ctx.principal, input)),
    ),

  delete: signedInProcedure
    .input(deleteOrganizationInputSchema)
    .output(doneSchema)
    .mutation(
      audited('organization.deleted', whole, ({ ctx, input }) => deleteOrganization(ctx.app, ctx.principal, input)),
    ),

  members: signedInProcedure
    .input(listOrganizationMembersInputSchema)
    .output(organizationMembersPageSchema)
    .query(({ ctx, input }) => listMembers(ctx.app, ctx.principal, input)),

  setRole: signedInProcedure
    .input(setRoleInputSchema)
    .output(organizationMemberSchema)
    .mutation(audited('member.role_set', member, ({ ctx, input }) => setRole(ctx.app, ctx.principal, input))),

  removeMember: signedInProcedure
    .input(organizationMemberInputSchema)
    .output(doneSchema)
    .mutation(audited('member.removed', member, ({ ctx, input }) => removeMember(ctx.app, ctx.principal, input))),

  handOver: signedInProcedure
    .input(organizationMemberInputSchema)
    .output(organizationMemberSchema)
    .mutation(audited('organization.handed_over', member, ({ ctx, input }) => handOver(ctx.app, ctx.principal, input))),

  leave: signedInProcedure
    .input(organizationInputSchema)
    .output(doneSchema)
    .mutation(
      audited('member.left', whole, ({ ctx, input }) =>
        leaveOrganization(ctx.app, ctx.principal, input.organizationId),
      ),
    ),

  audit: signedInProcedure
    .input(listOrganizationAuditInputSchema)
    .output(auditPageSchema)
    .query(({ ctx, input }) => listOrganizationAudit(ctx.app, ctx.principal, input)),
});
