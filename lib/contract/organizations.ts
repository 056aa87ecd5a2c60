import { z } from 'zod';
import { emailSchema, linkTokenSchema } from './accounts.ts';
import { instantSchema } from './ids.ts';

/** Owners decide on everything, the end of the organization included; admins on agents and members; members use its agents. */
export const organizationRoleSchema = z.enum(['owner', 'admin', 'member']);
export type OrganizationRole = z.infer<typeof organizationRoleSchema>;

export const organizationIdSchema = z.string().min(1).max(64);
export const organizationNameSchema = z.string().trim().min(1).max(80);

export const organizationInputSchema = z.object({ organizationId: organizationIdSchema });

/** Nobody is invited to own: ownership is handed over by an owner, to somebody who is in. */
export const invitedRoleSchema = z.enum(['admin', 'member']);

export const invitationSchema = z.object({
  id: z.string(),
  role: invitedRoleSchema,
  /** Whom it is for; null: whoever has the link. */
  email: z.string().nullable(),
  invitedBy: z.string().nullable(),
  createdAt: instantSchema,
  expiresAt: instantSchema,
});
export type Invitation = z.infer<typeof invitationSchema>;

export const invitationTokenInputSchema = z.object({ token: linkTokenSchema });

/** What whoever has a link sees of it, signed in or not. */
export const invitationPreviewSchema = z.object({
  organizationId: z.string(),
  organizationName: z.string(),
  role: invitedRoleSchema,
  email: z.string().nullable(),
  invitedBy: z.string().nullable(),
  expiresAt: instantSchema,
  /** May somebody without an account make one with it? */
  maySignUp: z.boolean(),
});
export type InvitationPreview = z.infer<typeof invitationPreviewSchema>;

export const createInvitationInputSchema = z.object({
  organizationId: organizationIdSchema,
  role: invitedRoleSchema,
  email: emailSchema.optional(),
});

export const invitationListSchema = z.object({ invitations: z.array(invitationSchema) });
/** The only time that the link itself is told. */
export const createdInvitationSchema = z.object({
  invitation: invitationSchema,
  link: z.string(),
  /** Whether it is on its way to that address by mail, too. */
  isMailed: z.boolean(),
});
export const revokeInvitationInputSchema = z.object({
  organizationId: organizationIdSchema,
  invitationId: z.string().min(1).max(64),
});
export const acceptedInvitationSchema = z.object({ organizationId: z.string() });
