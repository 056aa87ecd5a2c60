import { z } from 'zod';
import { emailSchema, linkTokenSchema } from './accounts.ts';
import { listAuditInputSchema, reasonSchema } from './audit.ts';
import { limitSchema } from './chat.ts';
import { instantSchema, userIdSchema } from './ids.ts';
import { runtimeSchema, sandboxStatusSchema } from './sandboxes.ts';

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
/** How many days what is said may stay; null: for good. */
export const messageDaysSchema = z.number().int().min(1).max(3_650).nullable();

export const organizationSchema = z.object({
  organizationId: z.string(),
  name: z.string(),
  /** The reader's own; null: an operator who isn't in it. */
  role: organizationRoleSchema.nullable(),
  messageDays: messageDaysSchema,
  createdAt: instantSchema,
});
export type Organization = z.infer<typeof organizationSchema>;

/** One that the reader is in. */
export const ownOrganizationSchema = z.object({
  organizationId: z.string(),
  name: z.string(),
  role: organizationRoleSchema,
  /** How many agents it has to write to. */
  agents: z.number().int(),
});
export type OwnOrganization = z.infer<typeof ownOrganizationSchema>;
export const ownOrganizationsSchema = z.object({ organizations: z.array(ownOrganizationSchema) });

const why = { reason: reasonSchema.optional() };

export const createOrganizationInputSchema = z.object({ name: organizationNameSchema });
export const renameOrganizationInputSchema = organizationInputSchema.extend({ name: organizationNameSchema, ...why });
export const setRetentionInputSchema = organizationInputSchema.extend({ messageDays: messageDaysSchema, ...why });
/** Its name once more, so that it is the one that is meant. */
export const deleteOrganizationInputSchema = organizationInputSchema.extend({ name: z.string().max(200), ...why });

export const organizationMemberSchema = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: organizationRoleSchema,
  joinedAt: instantSchema,
  isDisabled: z.boolean(),
});
export type OrganizationMember = z.infer<typeof organizationMemberSchema>;

export const listOrganizationMembersInputSchema = organizationInputSchema.extend({
  search: z.string().trim().max(100).optional(),
  limit: limitSchema,
  cursor: z.string().min(1).max(400).nullish(),
});
export const organizationMembersPageSchema = z.object({
  members: z.array(organizationMemberSchema),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
});
export type OrganizationMembersPage = z.infer<typeof organizationMembersPageSchema>;

export const organizationMemberInputSchema = organizationInputSchema.extend({ userId: userIdSchema, ...why });
export const setRoleInputSchema = organizationMemberInputSchema.extend({ role: organizationRoleSchema });

export const organizationUsageSchema = z.object({
  people: z.number().int(),
  agents: z.number().int(),
  conversations: z.number().int(),
  messages: z.number().int(),
  fileBytes: z.number().int(),
});
export type OrganizationUsage = z.infer<typeof organizationUsageSchema>;

export const organizationAgentSchema = z.object({
  sandboxId: z.string(),
  label: z.string(),
  flag: z.string(),
  runtime: runtimeSchema,
  status: sandboxStatusSchema,
  createdAt: instantSchema,
  /** The names of all who decide what it may do. */
  approvers: z.array(z.object({ userId: z.string(), displayName: z.string() })),
  /** Were they named for it? Otherwise they are the organization's owners and admins. */
  isNamed: z.boolean(),
});
export type OrganizationAgent = z.infer<typeof organizationAgentSchema>;
export const organizationAgentsSchema = z.object({ agents: z.array(organizationAgentSchema) });

export const listOrganizationAuditInputSchema = listAuditInputSchema.extend({ organizationId: organizationIdSchema });
