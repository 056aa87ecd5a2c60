import { z } from 'zod';
import { listAuditInputSchema, reasonSchema } from '../audit.ts';
import { cursorSchema } from './pages.ts';

export const auditEntryInputSchema = z.object({ id: z.number().int().positive().max(Number.MAX_SAFE_INTEGER) });

/** As many in one file; whoever has more goes on where it ended. */
export const exportedMax = 5_000;

export const exportAuditInputSchema = listAuditInputSchema
  .pick({
    actorId: true,
    action: true,
    subjectId: true,
    organizationId: true,
  })
  .extend({
    format: z.enum(['csv', 'json']),
    cursor: cursorSchema,
    reason: reasonSchema,
  });
export type ExportAuditInput = z.infer<typeof exportAuditInputSchema>;

export const exportedAuditSchema = z.object({
  filename: z.string(),
  mimeType: z.string(),
  text: z.string(),
  entries: z.number().int().nonnegative(),
  nextCursor: z.string().nullable(),
});
export type ExportedAudit = z.infer<typeof exportedAuditSchema>;
