import { z } from 'zod';
import { instantSchema, memberIdSchema, ulidSchema } from './ids.ts';
import {
  actionsMax,
  attachmentBytesMax,
  attachmentsMax,
  blocksMax,
  commandMax,
  fileNameMax,
  groupIdMax,
  labelMax,
  textMax,
} from './limits.ts';

/** Length is measured before trimming, so that nobody sends a megabyte of blanks. */
const textSchema = z
  .string()
  .max(textMax, `must have at most ${textMax} characters`)
  .refine((text) => text.trim() !== '', 'must not be blank');

const shortText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.trim() !== '', 'must not be blank');

export const textBlockSchema = z.strictObject({ type: z.literal('text'), text: textSchema });

export const decisionSchema = z.enum(['allow-once', 'allow-always', 'deny']);
export type Decision = z.infer<typeof decisionSchema>;

const actionSchema = z.strictObject({
  label: shortText(labelMax),
  style: z.enum(['primary', 'danger', 'secondary']),
  value: decisionSchema,
});
export type Action = z.infer<typeof actionSchema>;

/** What an agent wants to do, so that whoever decides has read it whole. */
const actionRequestSchema = z.strictObject({
  kind: shortText(40),
  title: shortText(labelMax),
  command: shortText(commandMax).nullish(),
  where: shortText(500).nullish(),
  why: shortText(2_000).nullish(),
  /** What "always" would mean, in words. Without it nothing can be allowed for ever. */
  alwaysScope: shortText(500).nullish(),
});

/** An approval that an agent asks for. Strict: who decided, and what, is the server's to say. */
export const actionsBlockSchema = z
  .strictObject({
    type: z.literal('actions'),
    groupId: shortText(groupIdMax),
    actions: z.array(actionSchema).min(1).max(actionsMax),
    expiresAt: instantSchema.nullish(),
    request: actionRequestSchema.nullish(),
  })
  .refine(
    ({ actions, request }) => request?.alwaysScope != null || actions.every(({ value }) => value !== 'allow-always'),
    { path: ['request', 'alwaysScope'], error: 'must say what is allowed always' },
  )
  .refine(({ actions }) => new Set(actions.map(({ value }) => value)).size === actions.length, {
    path: ['actions'],
    error: 'must offer each value once',
  });
export type ActionsBlock = z.infer<typeof actionsBlockSchema>;

/** Named by its id alone: what else a caller says of a file is not believed, and not refused. */
export const attachmentBlockSchema = z.object({ type: z.literal('attachment'), attachmentId: ulidSchema });

const blocksOf = <T extends z.ZodType<{ type: string }>>(block: T) =>
  z
    .array(block)
    .max(blocksMax)
    .refine((blocks) => blocks.filter(({ type }) => type === 'attachment').length <= attachmentsMax, {
      error: `must have at most ${attachmentsMax} attachments`,
    });

/** What a person may post. */
export const contentInputSchema = blocksOf(z.discriminatedUnion('type', [textBlockSchema, attachmentBlockSchema])).min(
  1,
);
/** Only agents ask for approvals. Each of a message's has a name of its own. */
export const botBlocksInputSchema = blocksOf(
  z.discriminatedUnion('type', [textBlockSchema, actionsBlockSchema, attachmentBlockSchema]),
).refine(
  (blocks) => {
    const groups = blocks.flatMap((block) => (block.type === 'actions' ? [block.groupId] : []));
    return new Set(groups).size === groups.length;
  },
  { error: 'must not name two groups alike' },
);

export const botContentInputSchema = botBlocksInputSchema.min(1);

/** As a message's row keeps it. */
export type InputBlock = z.infer<typeof botContentInputSchema>[number];

export const approvalStateSchema = z.enum(['pending', 'decided', 'expired', 'withdrawn']);
export type ApprovalState = z.infer<typeof approvalStateSchema>;

const resolutionSchema = z.object({
  resolutionId: z.string(),
  value: decisionSchema,
  resolvedBy: memberIdSchema,
  resolvedAt: instantSchema,
});

/** A decision, with the question that it answers. */
export const resolvedSchema = resolutionSchema.extend({ groupId: z.string() });
export type Resolved = z.infer<typeof resolvedSchema>;

/** What a reader gets of an approval: what was offered, and how it stands. */
const approvalBlockSchema = z.object({
  type: z.literal('actions'),
  groupId: z.string(),
  actions: z.array(actionSchema),
  expiresAt: instantSchema.nullable(),
  request: actionRequestSchema.nullable(),
  state: approvalStateSchema,
  resolved: resolutionSchema
    .extend({
      /** It was sent to the agent, which never said that it got it: what was allowed may have been run or not. */
      isUnconfirmed: z.boolean(),
    })
    .nullable(),
  /** The newest decision that was undone, because it never reached the agent. */
  undone: resolutionSchema.extend({ undoneAt: instantSchema }).nullable(),
});
export type ApprovalBlock = z.infer<typeof approvalBlockSchema>;

const fileBlockSchema = z.object({
  type: z.literal('attachment'),
  attachmentId: ulidSchema,
  /** As the bytes say, not as their sender does. */
  mimeType: z.string(),
  size: z.number().int().nonnegative().max(attachmentBytesMax),
  filename: z.string().max(fileNameMax),
  /** Of an image that may be shown. */
  width: z.number().int().positive().nullable(),
  height: z.number().int().positive().nullable(),
  /** Everything else is only downloaded. */
  isImage: z.boolean(),
});
export type FileBlock = z.infer<typeof fileBlockSchema>;

/** What a reader gets. */
export const blockSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  approvalBlockSchema,
  fileBlockSchema,
]);
export type Block = z.infer<typeof blockSchema>;
