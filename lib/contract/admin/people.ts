import { z } from 'zod';
import { apiKeySchema, emailSchema, nameSchema, personSchema, sessionSchema } from '../accounts.ts';
import { reasonSchema } from '../audit.ts';
import { limitSchema } from '../chat.ts';
import { instantSchema } from '../ids.ts';
import { organizationRoleSchema } from '../organizations.ts';
import { runtimeSchema, sandboxStatusSchema } from '../sandboxes.ts';
import { peopleShows } from './choices.ts';

export const listPeopleInputSchema = z.object({
  search: z.string().trim().max(100).optional(),
  show: z.enum(peopleShows).default('all'),
  limit: limitSchema,
  cursor: z.string().min(1).max(400).nullish(),
});
export type ListPeopleInput = z.infer<typeof listPeopleInputSchema>;

export const peoplePageSchema = z.object({
  people: z.array(personSchema),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
});
export type PeoplePage = z.infer<typeof peoplePageSchema>;

/** What somebody is told on when they don't look. Its address is told to nobody. */
const personDeviceSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['web', 'expo']),
  createdAt: instantSchema,
  usedAt: instantSchema.nullable(),
});
export type PersonDevice = z.infer<typeof personDeviceSchema>;

/** Somebody's account as an operator sees it: what there is, and nothing of what they say. */
export const personDetailSchema = z.object({
  ...personSchema.shape,
  hasPassword: z.boolean(),
  conversations: z.number().int().nonnegative(),
  sessions: z.array(sessionSchema),
  devices: z.array(personDeviceSchema),
  keys: z.array(apiKeySchema),
  organizations: z.array(z.object({ id: z.string(), name: z.string(), role: organizationRoleSchema })),
  /** Counted to two hundred. */
  sandboxes: z.array(
    z.object({
      sandboxId: z.string(),
      label: z.string(),
      flag: z.string().length(1),
      runtime: runtimeSchema,
      status: sandboxStatusSchema,
    }),
  ),
  /** By whom else they are known. */
  identities: z.array(
    z.object({
      issuer: z.string(),
      subject: z.string(),
      createdAt: instantSchema,
      lastUsedAt: instantSchema.nullable(),
    }),
  ),
});
export type PersonDetail = z.infer<typeof personDetailSchema>;

const userIdInput = { userId: z.string().max(64) };
export const personInputSchema = z.object(userIdInput);

/** What is done to somebody says why. */
export const personDeedSchema = z.object({ ...userIdInput, reason: reasonSchema });
/** To a session, a device or a key of theirs. */
export const personThingDeedSchema = z.object({ ...userIdInput, id: z.string().max(64), reason: reasonSchema });
export const deletePersonInputSchema = z.object({
  ...userIdInput,
  /** Theirs: it says that this one is meant. */
  email: z.string().trim().toLowerCase().max(254),
  reason: reasonSchema,
});
export const addPersonInputSchema = z.object({ name: nameSchema, email: emailSchema, reason: reasonSchema });

/** Where the export stands for a few minutes, for the operator who asked for it. */
export const personExportSchema = z.object({ path: z.string(), expiresAt: instantSchema });
