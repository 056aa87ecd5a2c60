import { z } from 'zod';
import { limitSchema } from './chat.ts';
import { instantSchema } from './ids.ts';

/** Why somebody does what concerns others: read by whoever asks later. */
export const reasonSchema = z.string().trim().min(1, 'must say why').max(500);

/** Everything that leaves a line in the audit log. */
export const auditActions = [
  'person.added',
  'person.link_made',
  'person.disabled',
  'person.enabled',
  'person.signed_out',
  'person.made_operator',
  'person.unmade_operator',
  'person.exported',
  'person.deleted',
  'person.key_revoked',
  'person.device_removed',
  'organization.made',
  'organization.renamed',
  'organization.retention_set',
  'organization.deleted',
  'organization.handed_over',
  'member.role_set',
  'member.removed',
  'member.left',
  'invitation.made',
  'invitation.revoked',
  'invitation.accepted',
  'sandbox.made',
  'sandbox.renamed',
  'sandbox.started',
  'sandbox.stopped',
  'sandbox.restarted',
  'sandbox.destroyed',
  'sandbox.approvers_set',
  'sandbox.key_made',
  'sandbox.key_revoked',
  'sandbox.endpoint_set',
  'sandbox.endpoint_removed',
  'sandbox.endpoint_disabled',
  'sandbox.endpoint_enabled',
  'sandbox.secret_rotated',
  'delivery.replayed',
  'delivery.all_replayed',
  'settings.changed',
  'audit.exported',
] as const;
export const auditActionSchema = z.enum(auditActions);
export type AuditAction = z.infer<typeof auditActionSchema>;

export const auditSubjectKindSchema = z.enum([
  'person',
  'organization',
  'sandbox',
  'invitation',
  'delivery',
  'instance',
]);
export type AuditSubjectKind = z.infer<typeof auditSubjectKindSchema>;

/** `begun` for ever: the server stopped in the middle, and nobody can say. */
export const auditOutcomeSchema = z.enum(['begun', 'done', 'refused', 'failed']);

export const auditEntrySchema = z.object({
  id: z.number().int().positive(),
  at: instantSchema,
  actor: z.object({ id: z.string(), name: z.string() }),
  action: auditActionSchema,
  subject: z.object({ kind: auditSubjectKindSchema, id: z.string(), name: z.string().nullable() }),
  organizationId: z.string().nullable(),
  reason: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  address: z.string(),
  userAgent: z.string().nullable(),
  outcome: auditOutcomeSchema,
  code: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const listAuditInputSchema = z.object({
  actorId: z.string().max(64).optional(),
  action: auditActionSchema.optional(),
  subjectId: z.string().max(96).optional(),
  organizationId: z.string().max(64).optional(),
  limit: limitSchema,
  cursor: z.string().min(1).max(400).nullish(),
});
export type ListAuditInput = z.infer<typeof listAuditInputSchema>;

export const auditPageSchema = z.object({
  entries: z.array(auditEntrySchema),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;
