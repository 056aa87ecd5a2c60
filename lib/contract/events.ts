import { z } from 'zod';
import { decisionSchema } from './blocks.ts';
import { contextUseSchema } from './bots.ts';
import {
  conversationItemSchema,
  memberSchema,
  messageSchema,
  personalSchema,
  previewSchema,
  waitingSchema,
} from './chat.ts';
import { activityMax, presentNamedMax } from './limits.ts';
import {
  conversationIdSchema,
  instantSchema,
  memberIdSchema,
  messageIdSchema,
  sandboxIdSchema,
  ulidSchema,
} from './ids.ts';
import { badgeBucketSchema, unreadCountSchema } from './notifications.ts';
import { botPresenceSchema, sandboxStatusSchema } from './sandboxes.ts';

const { id: _id, conversationId: _conversationId, ...ofMessage } = messageSchema.shape;
/** A message as it stands when the event is read, by the names that events have for it. */
const toldMessage = { messageId: messageIdSchema, ...ofMessage };

const toldReaction = z.object({
  messageId: messageIdSchema,
  operationId: ulidSchema,
  memberId: memberIdSchema,
  emoji: z.string(),
});

/**
 * What is told over sockets and streams, by name. Names are in the past tense. Payloads carry the state as of *reading*:
 * a message edited since its creation arrives in `message.created` with its newest version, and the reducer keeps the newer.
 */
export const eventSchemas = {
  'message.created': z.object(toldMessage),
  'message.updated': z.object({
    ...toldMessage,
    /** By the editor's clock: what clients compare that know no versions. */
    clientUpdatedAt: instantSchema.nullable(),
  }),
  /** What is left of it: nothing that it said. */
  'message.deleted': z.object(toldMessage),
  /** What becomes of a message on its way to its agent, when it isn't simply taken. */
  'message.delivery_delayed': z.object({ messageId: messageIdSchema, nextTryAt: instantSchema }),
  'message.delivery_failed': z.object({ messageId: messageIdSchema }),
  /** It was late, and has arrived. */
  'message.delivered': z.object({ messageId: messageIdSchema }),
  /** Given up before, and on its way again. */
  'message.redelivered': z.object({ messageId: messageIdSchema }),
  'reaction.added': toldReaction,
  'reaction.removed': toldReaction,
  /** Approvals: the message as it stands since, and what happened to it. */
  'action.executed': z.object({
    ...toldMessage,
    groupId: z.string(),
    resolutionId: z.string(),
    value: decisionSchema,
    executedBy: memberIdSchema,
    executedAt: instantSchema,
  }),
  'action.expired': z.object({ ...toldMessage, groupId: z.string() }),
  'action.delivery_failed': z.object({ ...toldMessage, groupId: z.string(), resolutionId: z.string() }),
  'action.unconfirmed': z.object({ ...toldMessage, groupId: z.string(), resolutionId: z.string() }),
  /** Somebody has read enough of what an agent writes. The agent is told; what comes of it is an update of the message. */
  'message.stop_requested': z.object({ messageId: messageIdSchema, memberId: memberIdSchema }),
  'member.joined': z.object({ memberId: memberIdSchema, member: memberSchema }),
  'member.left': z.object({ memberId: memberIdSchema }),
  'conversation.created': z.object({
    conversationId: conversationIdSchema,
    conversation: conversationItemSchema,
    /** Who was added to a conversation that was there before; null when it began. To others it is no news. */
    memberId: memberIdSchema.nullable(),
  }),
  'conversation.renamed': z.object({
    conversationId: conversationIdSchema,
    title: z.string(),
    titleSeq: z.number().int().nonnegative(),
  }),
  /** On the sandbox's context, for "Waiting for you". */
  'approval.opened': z.object({ conversationId: conversationIdSchema, ...waitingSchema.shape }),
  'approval.closed': z.object({
    conversationId: conversationIdSchema,
    messageId: messageIdSchema,
    groupId: z.string(),
  }),
  'conversation.deleted': z.object({ conversationId: conversationIdSchema }),
  /** On the person's own context: what they have set, as it stands. */
  'conversation.personal': z.object({ conversationId: conversationIdSchema, ...personalSchema.shape }),
  /**
   * On the person's own context and kept nowhere: their reading, their muting or their membership has changed what is unread.
   * What is sent raises counts by `conversation.activity`.
   */
  'badge.changed': z.object({
    conversationId: conversationIdSchema,
    badgeBucket: badgeBucketSchema,
    /** What of this conversation is in the total: nothing of one that is muted, or that they left. */
    badgeCount: z.number().int().nonnegative(),
    total: z.number().int().nonnegative(),
    /** What is unread here, as the list counts it, and when that was so; null: they are no member any more. */
    unread: unreadCountSchema.nullable(),
  }),
  'conversation.left': z.object({ conversationId: conversationIdSchema, memberId: memberIdSchema }),
  'conversation.read': z.object({
    conversationId: conversationIdSchema,
    memberId: memberIdSchema,
    lastReadSeq: z.number().int().nonnegative(),
  }),
  'conversation.activity': z.object({
    conversationId: conversationIdSchema,
    messageId: messageIdSchema,
    senderId: memberIdSchema,
    /** The position of that message: what raises an unread count once and only once. */
    seq: z.number().int().positive(),
    /** The position of what happened to it: further on when it was edited or deleted. */
    head: z.number().int().positive(),
    lastActivityAt: instantSchema,
    /** Null: it is not the last message, and it was deleted. What is shown of the conversation stays. */
    preview: previewSchema.nullable(),
  }),
  typing: z.object({
    memberId: memberIdSchema,
    /** What an agent is at, in a few words. */
    activity: z.string().max(activityMax).optional(),
  }),
  'typing.stop': z.object({ memberId: memberIdSchema }),
  /** What a streamed message grows by: `offset` counts UTF-16 units of its text so far. */
  'message.delta': z.object({
    messageId: messageIdSchema,
    version: z.number().int().positive(),
    offset: z.number().int().nonnegative(),
    text: z.string(),
  }),
  /** Who looks at the conversation now: all of them, so that whoever missed one is right again with the next. */
  'presence.changed': z.object({
    memberIds: z.array(memberIdSchema).max(presentNamedMax),
    /** How many there are, the ones beyond the named included. */
    count: z.number().int().nonnegative(),
  }),
  /** How much of its model's memory the conversation takes, by its agent's newest word. */
  'conversation.status': z.object({ conversationId: conversationIdSchema, ...contextUseSchema.shape }),
  /** It was started or stopped. What else changed with that is read. */
  'sandbox.status': z.object({ sandboxId: sandboxIdSchema, status: sandboxStatusSchema, at: instantSchema }),
  /** The name that its agent has now. */
  'sandbox.renamed': z.object({ sandboxId: sandboxIdSchema, label: z.string() }),
  'bot.status': z.object({ sandboxId: sandboxIdSchema, presence: botPresenceSchema, at: instantSchema }),
} as const;

export type EventName = keyof typeof eventSchemas;
export type EventPayload<N extends EventName> = z.infer<(typeof eventSchemas)[N]>;

/** One event as a reader gets it. `id` is its position in the context's log; ephemeral events have none. */
export type WireEvent = {
  [N in EventName]: { context: string; event: N; payload: EventPayload<N>; id?: number };
}[EventName];

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(eventSchemas, name);
}

/** A frame's event, checked; null when its name is unknown here or its payload is not of that name's shape. */
export function parseEvent(frame: { context: string; event: string; payload: unknown; id?: number }): WireEvent | null {
  if (!isEventName(frame.event)) return null;
  const payload = eventSchemas[frame.event].safeParse(frame.payload);
  if (!payload.success) return null;
  const { context, event, id } = frame;
  return { context, event, payload: payload.data, ...(id === undefined ? {} : { id }) } as WireEvent;
}
