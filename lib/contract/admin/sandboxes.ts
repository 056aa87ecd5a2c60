import { z } from 'zod';
import { apiKeySchema } from '../accounts.ts';
import { auditActionSchema, auditOutcomeSchema, reasonSchema } from '../audit.ts';
import { limitSchema } from '../chat.ts';
import { instantSchema, sandboxIdSchema } from '../ids.ts';
import { botPresenceSchema, runtimeSchema, sandboxStatusSchema } from '../sandboxes.ts';
import { sandboxRuntimes, sandboxShows, sandboxSorts } from './choices.ts';
import { daySchema } from './figures.ts';

export const sandboxSortSchema = z.enum(sandboxSorts);
export type SandboxSort = z.infer<typeof sandboxSortSchema>;

export const listAdminSandboxesInputSchema = z.object({
  /** In its name, its id or its owner's name. */
  search: z.string().trim().max(100).optional(),
  show: z.enum(sandboxShows).default('all'),
  runtime: z.enum(sandboxRuntimes).optional(),
  sort: sandboxSortSchema.default('-created'),
  limit: limitSchema,
  cursor: z.string().min(1).max(800).nullish(),
});
export type ListAdminSandboxesInput = z.infer<typeof listAdminSandboxesInputSchema>;

/** A person or an organization. */
const ownerSchema = z.object({ id: z.string(), name: z.string() });

/** An agent as an operator sees it: what it is and how it does, nothing of what is said to it. */
export const adminSandboxSchema = z.object({
  sandboxId: z.string(),
  label: z.string(),
  flag: z.string().length(1),
  runtime: runtimeSchema,
  status: sandboxStatusSchema,
  statusReason: z.string().nullable(),
  presence: botPresenceSchema,
  heartbeatAt: instantSchema.nullable(),
  isInTrouble: z.boolean(),
  owner: ownerSchema,
  organization: ownerSchema.nullable(),
  /** Deliveries on their way; counted to a thousand. */
  waiting: z.number().int().nonnegative(),
  createdAt: instantSchema,
});
export type AdminSandbox = z.infer<typeof adminSandboxSchema>;

export const adminSandboxPageSchema = z.object({
  sandboxes: z.array(adminSandboxSchema),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
});
export type AdminSandboxPage = z.infer<typeof adminSandboxPageSchema>;

/** What became of it: a status that it took, or what somebody did to it. The newest first. */
export const sandboxHistorySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('status'),
    at: instantSchema,
    status: sandboxStatusSchema,
    /** It was to start, and couldn't. */
    failed: z.boolean(),
    by: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('deed'),
    at: instantSchema,
    action: auditActionSchema,
    by: z.string(),
    reason: z.string().nullable(),
    outcome: auditOutcomeSchema,
  }),
]);
export type SandboxHistory = z.infer<typeof sandboxHistorySchema>;

export const adminSandboxDetailSchema = z.object({
  ...adminSandboxSchema.shape,
  destroyedAt: instantSchema.nullable(),
  capabilities: z.array(z.string()).nullable(),
  approvers: z.array(z.string()),
  conversations: z.number().int().nonnegative(),
  /** Deliveries that were given up; counted to a thousand. */
  dead: z.number().int().nonnegative(),
  /** Where it takes deliveries by request: the host only. */
  endpoint: z
    .object({
      host: z.string(),
      disabledAt: instantSchema.nullable(),
      disabledWhy: z.enum(['gone', 'operator']).nullable(),
    })
    .nullable(),
  keys: z.array(apiKeySchema),
  history: z.array(sandboxHistorySchema),
});
export type AdminSandboxDetail = z.infer<typeof adminSandboxDetailSchema>;

export const sandboxFiguresSchema = z.object({
  total: z.number().int(),
  monthAgo: z.number().int(),
  running: z.number().int(),
  starting: z.number().int(),
  trouble: z.number().int(),
  owners: z.number().int(),
  people: z.number().int(),
  /** How long those lived that were destroyed; null when none was. */
  life: z.object({ averageMs: z.number(), medianMs: z.number() }).nullable(),
  created: z.array(daySchema),
  destroyed: z.array(daySchema),
});
export type SandboxFigures = z.infer<typeof sandboxFiguresSchema>;

export const adminSandboxInputSchema = z.object({ sandboxId: sandboxIdSchema });
export const adminSandboxDeedSchema = z.object({ sandboxId: sandboxIdSchema, reason: reasonSchema });
export type AdminSandboxDeed = z.infer<typeof adminSandboxDeedSchema>;
