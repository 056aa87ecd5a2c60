import { z } from 'zod';
import { blockSchema, decisionSchema, resolvedSchema } from './blocks.ts';
import { messageSchema } from './chat.ts';
import { conversationIdSchema, messageIdSchema, sandboxIdSchema, ulidSchema, userIdSchema } from './ids.ts';
import { approversMax, groupIdMax, reasonMax } from './limits.ts';

const groupIdSchema = z.string().min(1).max(groupIdMax);

export const executeActionInputSchema = z.object({
  conversationId: conversationIdSchema,
  messageId: messageIdSchema,
  groupId: groupIdSchema,
  value: decisionSchema,
  /** The caller's own id of this decision: the same id again is told what was decided then. */
  operationId: ulidSchema.optional(),
});
export type ExecuteActionInput = z.infer<typeof executeActionInputSchema>;

export const executeActionResultSchema = z.object({
  ok: z.literal(true),
  messageId: messageIdSchema,
  content: z.array(blockSchema),
  resolved: resolvedSchema,
  message: messageSchema,
});
export type ExecuteActionResult = z.infer<typeof executeActionResultSchema>;

/** An agent reports that a decision never reached what waited for it. */
export const deliveryFailedInputSchema = z.object({
  conversationId: conversationIdSchema,
  messageId: messageIdSchema,
  groupId: groupIdSchema,
  /** Without it the report is about the decision that stands now. */
  resolutionId: z.string().min(1).max(40).nullish(),
  /** For the log of whoever runs this installation. */
  reason: z.string().max(reasonMax).nullish(),
});
export type DeliveryFailedInput = z.infer<typeof deliveryFailedInputSchema>;

export const deliveryFailedResultSchema = z.object({
  ok: z.literal(true),
  /** False when it was reported before, or the report is about another decision than the one that stands. */
  reverted: z.boolean(),
});
export type DeliveryFailedResult = z.infer<typeof deliveryFailedResultSchema>;

export const approversInputSchema = z.object({ sandboxId: sandboxIdSchema });

export const setApproversInputSchema = z.object({
  sandboxId: sandboxIdSchema,
  /** None: its organization's owners and admins decide. */
  userIds: z.array(userIdSchema).max(approversMax),
});
export type SetApproversInput = z.infer<typeof setApproversInputSchema>;

export const approversSchema = z.object({
  /** Everybody who decides now, by name. */
  approvers: z.array(z.object({ userId: userIdSchema, displayName: z.string() })),
  /** True when they were named for this agent. */
  isNamed: z.boolean(),
});
export type Approvers = z.infer<typeof approversSchema>;
