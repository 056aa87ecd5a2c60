import { z } from 'zod';
import { limitSchema } from '../chat.ts';
import { instantSchema } from '../ids.ts';
import { cursorSchema } from './pages.ts';

const positionSchema = z.number().int().nonnegative();

/** One line of the log, without anything in it that somebody may have written. */
export const adminEventSchema = z.object({
  seq: positionSchema,
  type: z.string(),
  at: instantSchema,
  /** Of its payload, as it is stored. */
  bytes: z.number().int().nonnegative(),
  /** Ids and numbers of the payload; null: it may hold text, and isn't shown. */
  fields: z.array(z.object({ name: z.string(), value: z.union([z.string(), z.number(), z.boolean()]).nullable() })),
  /** It is about one conversation, so only its members get it. */
  about: z.string().nullable(),
  /** How many more get it although they are no members. */
  alsoTo: z.number().int().nonnegative(),
});
export type AdminEvent = z.infer<typeof adminEventSchema>;

/** A stretch of positions, and how many of them are missing in the log. */
export const stretchSchema = z.object({ from: positionSchema, to: positionSchema, missing: positionSchema });
export type Stretch = z.infer<typeof stretchSchema>;

export const adminEventsInputSchema = z.object({
  /** Of a conversation, an agent or a person; longer than any is none. */
  context: z.string().min(1).max(256),
  /** This position and what stands before it; without it from the newest on. */
  from: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  type: z
    .string()
    .regex(/^[a-z_.]{1,60}$/, "isn't the name of an event")
    .optional(),
  limit: limitSchema,
  cursor: cursorSchema,
});
export type AdminEventsInput = z.infer<typeof adminEventsInputSchema>;

export const adminEventsPageSchema = z.object({
  events: z.array(adminEventSchema),
  head: positionSchema,
  /** Between the oldest and the newest shown, whatever type is looked for; null when nothing is shown. */
  shown: stretchSchema.nullable(),
  /** All that the log still has of it; null when it has nothing. */
  whole: stretchSchema.nullable(),
  hasMore: z.boolean(),
  nextCursor: z.string().nullable(),
});
export type AdminEventsPage = z.infer<typeof adminEventsPageSchema>;

/** The log as a whole: how far back it reaches, and who has still to read it. */
export const adminEventLogSchema = z.object({
  eventDays: z.number().int().positive(),
  partitions: z.array(
    z.object({
      name: z.string(),
      /** Null: what found no other place. */
      from: instantSchema.nullable(),
      to: instantSchema.nullable(),
      /** As the database estimates it; null: it has not counted yet. */
      rows: z.number().int().nonnegative().nullable(),
      bytes: z.number().int().nonnegative(),
    }),
  ),
  consumers: z.array(z.object({ name: z.string(), lagSeconds: z.number().nonnegative() })),
  /** Readers of this node that were told to read everything anew, since it started. */
  resyncs: z.number().int().nonnegative(),
});
export type AdminEventLog = z.infer<typeof adminEventLogSchema>;
