import { z } from 'zod';
import { emailSchema } from './accounts.ts';
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

export const invitationTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is no link of ours');

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
