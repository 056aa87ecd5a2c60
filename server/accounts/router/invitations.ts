import { doneSchema } from '#lib/contract/accounts.ts';
import {
  acceptedInvitationSchema,
  createdInvitationSchema,
  createInvitationInputSchema,
  invitationListSchema,
  invitationPreviewSchema,
  invitationTokenInputSchema,
  organizationInputSchema,
  revokeInvitationInputSchema,
} from '#lib/contract/organizations.ts';
import { networkOf } from '#server/limits.ts';
import { spend } from '#server/rate-limit.ts';
import { audited } from '#server/trpc/audited.ts';
import { router } from '#server/trpc/init.ts';
import { publicProcedure, signedInProcedure } from '#server/trpc/procedures.ts';
import { invite, listInvitations, revokeInvitation } from '../invitations/invite.ts';
import { acceptInvitation, previewInvitation } from '../invitations/join.ts';

/** Links into an organization: made by those who run it, opened by whoever has one. */
export const invitationsRouter = router({
  list: signedInProcedure
    .input(organizationInputSchema)
    .output(invitationListSchema)
    .query(({ ctx, input }) => listInvitations(ctx.app, ctx.principal, input.organizationId)),

  create: signedInProcedure
    .input(createInvitationInputSchema)
    .output(createdInvitationSchema)
    .mutation(
      audited(
        'invitation.made',
        ({ organizationId }) => ({ kind: 'organization', id: organizationId }),
        ({ ctx, input }) => invite(ctx.app, ctx.principal, input),
      ),
    ),

  revoke: signedInProcedure
    .input(revokeInvitationInputSchema)
    .output(doneSchema)
    .mutation(
      audited(
        'invitation.revoked',
        ({ invitationId }) => ({ kind: 'invitation', id: invitationId }),
        async ({ ctx, input }) => {
          await revokeInvitation(ctx.app, ctx.principal, input);
          return { ok: true as const };
        },
      ),
    ),

  preview: publicProcedure
    .input(invitationTokenInputSchema)
    .output(invitationPreviewSchema)
    .query(async ({ ctx, input }) => {
      await spend(ctx.app.limits.invitationByAddress, networkOf(ctx.address));
      return previewInvitation(ctx.app, input.token);
    }),

  // Whose it is, its link tells: the noun knows what to write into the audit log once it has looked.
  accept: signedInProcedure
    .input(invitationTokenInputSchema)
    .output(acceptedInvitationSchema)
    .mutation(async ({ ctx, input }) => {
      const { address, userAgent, requestId, principal } = ctx;
      await spend(ctx.app.limits.invitationByAddress, networkOf(address));
      const actor = { userId: principal.userId, address, userAgent, requestId };
      return acceptInvitation(ctx.app, principal, { token: input.token, actor });
    }),
});
