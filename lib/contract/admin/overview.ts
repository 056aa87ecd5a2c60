import { z } from 'zod';
import { instantSchema } from '../ids.ts';
import { daySchema } from './figures.ts';

/** What runs here, and since when. */
export const runningSchema = z.object({ version: z.string(), startedAt: instantSchema });
export type Running = z.infer<typeof runningSchema>;

const countSchema = z.number().int().nonnegative();

/** What waits to be handed over. */
const queueSchema = z.object({
  waiting: countSchema,
  oldestAt: instantSchema.nullable(),
  /** Given up in the last 24 hours. */
  failed: countSchema,
});

/** What an operator has to look at, the worst first. */
export const needSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('redis') }),
  /** Effects of events that are behind, by name. */
  z.object({ kind: z.literal('behind'), name: z.string(), seconds: z.number() }),
  z.object({ kind: z.literal('gaps'), count: countSchema }),
  z.object({ kind: z.literal('disk'), share: z.number(), freeBytes: z.number() }),
  z.object({
    kind: z.literal('endpoint'),
    sandboxId: z.string(),
    label: z.string(),
    waiting: countSchema,
    since: instantSchema.nullable(),
    nextTryAt: instantSchema.nullable(),
    failure: z.string().nullable(),
    disabledWhy: z.enum(['gone', 'operator']).nullable(),
  }),
  z.object({ kind: z.literal('dead'), count: countSchema }),
  z.object({ kind: z.literal('job'), name: z.string(), attempts: countSchema }),
]);
export type Need = z.infer<typeof needSchema>;

export const overviewSchema = z.object({
  at: instantSchema,
  needs: z.array(needSchema),
  people: z.object({ total: countSchema, hereNow: countSchema }),
  sandboxes: z.object({ total: countSchema, running: countSchema }),
  conversations: z.object({ total: countSchema, newThisWeek: countSchema }),
  /** Each of the last thirty days, today the last. */
  messages: z.array(daySchema),
  approvals: z.object({ days: z.array(daySchema), deniedToday: countSchema, expiredToday: countSchema }),
  pushes: z.object({ days: z.array(daySchema), failed: countSchema }),
  /** Of the node that was asked. */
  sockets: z.object({ open: countSchema, streams: countSchema, subscriptions: countSchema }),
  database: z.object({ isEmbedded: z.boolean(), bytes: z.number(), pingMs: z.number() }),
  redis: z.enum(['unused', 'reachable', 'unreachable']),
  queues: z.object({ deliveries: queueSchema, pushes: queueSchema }),
  endpointsFailing: countSchema,
  events: z.object({
    /** Positions that are missing among the newest of the log: none, or something is very wrong. */
    gaps: countSchema,
    /** Readers of this node that were told to read anew. */
    resyncs: countSchema,
    /** Of the effect that is furthest behind. */
    lagSeconds: z.number(),
  }),
  files: z.object({
    where: z.enum(['disk', 's3']),
    /** Of all files that people and agents have sent. */
    bytes: z.number(),
    disk: z.object({ totalBytes: z.number(), freeBytes: z.number() }).nullable(),
  }),
});
export type Overview = z.infer<typeof overviewSchema>;
