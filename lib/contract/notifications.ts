import { z } from 'zod';
import { decisionSchema } from './blocks.ts';
import { conversationIdSchema, instantSchema, messageIdSchema, sandboxIdSchema, ulidSchema } from './ids.ts';

/** How much a notification says: that there is something; where; or also what. */
export const previewLevelSchema = z.enum(['none', 'title', 'full']);
export type PreviewLevel = z.infer<typeof previewLevelSchema>;

const minuteOfDaySchema = z.number().int().min(0).max(1_439);

/** Of a person, for all of their devices. In quiet hours nothing comes but what waits for their decision. */
export const notificationPreferencesSchema = z.object({
  preview: previewLevelSchema,
  messages: z.boolean(),
  approvals: z.boolean(),
  lifecycle: z.boolean(),
  /** From a minute of the day until another, in their own zone; null: there are none. */
  quiet: z.object({ from: minuteOfDaySchema, until: minuteOfDaySchema }).nullable(),
  timeZone: z.string().min(1).max(60),
});
export type NotificationPreferences = z.infer<typeof notificationPreferencesSchema>;

/** What a browser's own subscription says of itself, as `PushSubscription.toJSON()` has it. */
export const webSubscriptionSchema = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).max(2_000),
  keys: z.object({
    /** An uncompressed point of P-256. */
    p256dh: z.string().regex(/^[A-Za-z0-9_-]{86,88}={0,2}$/),
    auth: z.string().regex(/^[A-Za-z0-9_-]{22,24}={0,2}$/),
  }),
});
export const expoTokenSchema = z.string().regex(/^Expo(nent)?PushToken\[[\w-]{1,200}\]$/);

const nameSchema = z.string().trim().min(1).max(80);
export const addTargetInputSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('web'), subscription: webSubscriptionSchema, name: nameSchema }),
  z.object({ kind: z.literal('expo'), token: expoTokenSchema, name: nameSchema }),
]);
export type AddTargetInput = z.infer<typeof addTargetInputSchema>;

export const targetInputSchema = z.object({ targetId: ulidSchema });
export const renameTargetInputSchema = z.object({ targetId: ulidSchema, name: nameSchema });

/** What a browser subscribes with; null: this installation is reached without https, so no browser takes a push. */
export const pushKeySchema = z.object({ publicKey: z.string().nullable() });

/** `later`: its service asks for patience, or isn't there. `gone`: it was forgotten. `refused`: the log says why. */
export const testPushResultSchema = z.object({ outcome: z.enum(['accepted', 'later', 'gone', 'refused']) });
export type TestPushResult = z.infer<typeof testPushResultSchema>;

/** A device, as its owner sees it. */
export const pushTargetSchema = z.object({
  id: ulidSchema,
  kind: z.enum(['web', 'expo']),
  name: z.string(),
  createdAt: instantSchema,
  /** When it last took something; null: not yet. */
  usedAt: instantSchema.nullable(),
  /** The one that asks. */
  isThis: z.boolean(),
});
export type PushTarget = z.infer<typeof pushTargetSchema>;
export const pushTargetsSchema = z.object({ targets: z.array(pushTargetSchema) });

/** What a device is told. Checked where it arrives: what isn't one of these is not shown. */
export const pushPayloadSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('chat.message'),
    sandboxId: sandboxIdSchema,
    conversationId: conversationIdSchema,
    messageId: messageIdSchema,
  }),
  z.object({
    type: z.literal('approval'),
    sandboxId: sandboxIdSchema,
    conversationId: conversationIdSchema,
    messageId: messageIdSchema,
    groupId: z.string().min(1).max(200),
    /** What may be decided from the notification itself, each by a word that works once. */
    actions: z.array(z.object({ value: decisionSchema, token: z.string().min(20).max(200) })).max(2),
  }),
  z.object({
    type: z.literal('instance-lifecycle'),
    event: z.enum(['ready', 'start_failed', 'stopped']),
    sandboxId: sandboxIdSchema,
  }),
  z.object({ type: z.literal('test') }),
]);
export type PushPayload = z.infer<typeof pushPayloadSchema>;

/** The whole of what is sent: what is shown, what it is about, and what the app's icon says from now on. */
export const pushSchema = z.object({
  /** Names the dispatch: what comes twice is shown once. */
  id: ulidSchema,
  title: z.string().max(250),
  body: z.string().max(1_000),
  /** A newer one of the same tag takes the place of the older. */
  tag: z.string().max(200),
  /** Everything unread. */
  badge: z.number().int().nonnegative(),
  data: pushPayloadSchema,
});
export type Push = z.infer<typeof pushSchema>;

/** The word of an action of a notification. */
export const actInputSchema = z.object({ token: z.string().min(20).max(200) });
export type ActInput = z.infer<typeof actInputSchema>;
export const actResultSchema = z.object({
  happened: z.enum(['decided', 'was_decided', 'expired']),
  /** What was decided, by whoever did; of one that has expired, what was asked for. */
  value: decisionSchema,
  /** Who was first; null: whoever asks. */
  by: z.string().nullable(),
});
export type ActResult = z.infer<typeof actResultSchema>;

/** `kiloclaw:<sandbox>:<conversation>` or `kiloclaw:<sandbox>`. */
export const badgeBucketSchema = z.string().regex(/^kiloclaw:[A-Za-z0-9_-]{1,64}(:[0-7][0-9A-HJKMNP-TV-Z]{25})?$/);
export const badgesSchema = z.object({
  /** Only those that aren't zero. */
  buckets: z.array(z.object({ badgeBucket: badgeBucketSchema, badgeCount: z.number().int().positive() })),
});
export type Badges = z.infer<typeof badgesSchema>;

export const clearBadgeInputSchema = z.object({ badgeBucket: badgeBucketSchema });
export type ClearBadgeInput = z.infer<typeof clearBadgeInputSchema>;
/** What is unread in everything that isn't muted, up to `unreadMax`. */
export const badgeTotalSchema = z.object({ badgeCount: z.number().int().nonnegative() });
export type BadgeTotal = z.infer<typeof badgeTotalSchema>;

/** Of one conversation: what was unread when its log had come to `head`, and its reader to `lastReadSeq`. */
export const unreadCountSchema = z.object({
  head: z.number().int().nonnegative(),
  lastReadSeq: z.number().int().nonnegative(),
  count: z.number().int().nonnegative(),
});
export type UnreadCount = z.infer<typeof unreadCountSchema>;
/** Of all in which something stands after the mark of reading, the muted ones included. In the others nothing is unread. */
export const unreadSchema = z.object({
  conversations: z.array(unreadCountSchema.extend({ conversationId: conversationIdSchema, muted: z.boolean() })),
});
export type Unread = z.infer<typeof unreadSchema>;
