import { z } from 'zod';
import { blockSchema, resolvedSchema } from './blocks.ts';

/**
 * Every code that a caller can see, with its HTTP status. A code never changes its meaning; the sentences beside it may.
 * `docs/runbook.md` has a line for each.
 */
export const errorStatus = {
  invalid_json: 400,
  invalid_input: 400,
  invalid_text: 400,
  not_signed_in: 401,
  wrong_password: 401,
  ticket_refused: 401,
  foreign_origin: 403,
  missing_header: 403,
  forbidden: 403,
  sign_in_again: 403,
  signup_code_needed: 403,
  signup_closed: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  email_taken: 409,
  last_operator: 409,
  last_owner: 409,
  settings_changed: 409,
  client_id_reused: 409,
  operation_id_reused: 409,
  edit_conflict: 409,
  wrong_offset: 409,
  approval_decided: 409,
  approval_expired: 409,
  agent_stopped: 409,
  link_used: 410,
  invitation_over: 410,
  too_large: 413,
  unsupported_media_type: 415,
  impossible_value: 422,
  upgrade_required: 426,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

export const issueSchema = z.object({ path: z.string(), message: z.string() });
export type Issue = z.infer<typeof issueSchema>;

/** What an edit would have replaced without having seen it. */
export const conflictSchema = z.object({ version: z.number().int().positive(), content: z.array(blockSchema) });
export type Conflict = z.infer<typeof conflictSchema>;

export const problemSchema = z.object({
  error: z.object({
    code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    requestId: z.string().optional(),
    issues: z.array(issueSchema).optional(),
    conflict: conflictSchema.optional(),
    /** Where the next append of a streamed message goes. */
    offset: z.number().int().nonnegative().optional(),
    /** What was decided instead, and by whom. */
    resolved: resolvedSchema.optional(),
  }),
});
export type Problem = z.infer<typeof problemSchema>;
