import { z } from 'zod';
import { blockSchema, conversationItemSchema, instantSchema, previewSchema, replySnapshotSchema } from './chat.ts';
import { presentNamedMax } from './limits.ts';
import { conversationIdSchema, memberIdSchema, messageIdSchema, sandboxIdSchema } from './ids.ts';
import { botPresenceSchema } from './sandboxes.ts';

/**
 * What is told over sockets and streams, by name. Names are in the past tense. Payloads carry the state as of *reading*:
 * a message edited since its creation arrives in `message.created` with its newest version, and the reducer keeps the newer.
 */
export const eventSchemas = {
  'message.created': z.object({
    messageId: messageIdSchema,
    senderId: memberIdSchema,
    clientId: z.string().nullable(),
    content: z.array(blockSchema),
    inReplyToMessageId: messageIdSchema.nullable(),
    replyTo: replySnapshotSchema.nullable(),
    version: z.number().int().positive(),
    createdAt: instantSchema,
    updatedAt: instantSchema.nullable(),
    deleted: z.boolean(),
  }),
  'conversation.created': z.object({
    conversationId: conversationIdSchema,
    conversation: conversationItemSchema,
  }),
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
    head: z.number().int().positive(),
    lastActivityAt: instantSchema,
    preview: previewSchema,
  }),
  typing: z.object({ memberId: memberIdSchema }),
  'typing.stop': z.object({ memberId: memberIdSchema }),
  /** Who looks at the conversation now: all of them, so that whoever missed one is right again with the next. */
  'presence.changed': z.object({
    memberIds: z.array(memberIdSchema).max(presentNamedMax),
    /** How many there are, the ones beyond the named included. */
    count: z.number().int().nonnegative(),
  }),
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
