import { z } from 'zod';
import { limitSchema } from '../chat.ts';
import { instantSchema } from '../ids.ts';
import { messageDaysSchema } from '../organizations.ts';

export const listOrganizationsInputSchema = z.object({
  search: z.string().trim().max(100).optional(),
  limit: limitSchema,
  cursor: z.string().min(1).max(400).nullish(),
});
export type ListOrganizationsInput = z.infer<typeof listOrganizationsInputSchema>;

const countSchema = z.number().int().nonnegative();

/** An organization as an operator finds it; the rest stands on its own pages. */
export const listedOrganizationSchema = z.object({
  organizationId: z.string(),
  name: z.string(),
  createdAt: instantSchema,
  messageDays: messageDaysSchema,
  people: countSchema,
  agents: countSchema,
  /** By name, those who are disabled left out: without any nobody runs it. */
  owners: z.array(z.object({ userId: z.string(), name: z.string() })).max(3),
});
export type ListedOrganization = z.infer<typeof listedOrganizationSchema>;

export const organizationsPageSchema = z.object({
  organizations: z.array(listedOrganizationSchema),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
});
export type OrganizationsPage = z.infer<typeof organizationsPageSchema>;
