import { z } from 'zod';
import type { AppContext } from '#server/app-context.ts';
import { createOutboundGuard, plainHost } from '#server/outbound/guard.ts';
import { postGuarded, type Posted } from '#server/outbound/post.ts';
import type { Handed, Handing, Receipts, Transport } from '../transport.ts';
import { judge } from './judge.ts';

const timeoutMs = 20_000;
/** A hundred tickets, each with an error in words. */
const answerMax = 256 * 1024;
/** What the service takes at once. */
const chunkMax = 100;
const receiptsMax = 300;

type Ground = Pick<AppContext, 'clock' | 'env' | 'log'>;

const troubleSchema = z.object({ error: z.string() }).partial().nullish();
const ticketSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ok'), id: z.string().min(1).max(200) }),
  z.object({ status: z.literal('error'), details: troubleSchema }),
]);
// One that says something unheard of takes none of the others along.
const ticketsSchema = z.object({ data: z.array(ticketSchema.nullable().catch(null)) });
const receiptSchema = z.object({ status: z.enum(['ok', 'error']), details: troubleSchema });
const receiptsSchema = z.object({ data: z.record(z.string(), receiptSchema.nullable().catch(null)) });

/** Of these errors no other try of the same push makes anything better. */
const final = new Set(['MessageTooBig', 'InvalidCredentials', 'MismatchSenderId', 'DeveloperError']);

const spoilt = new Set(['http_400', 'http_413']);

/** To apps, by way of Expo's service, which answers with tickets and, a while later, with what became of them. */
export function expoTransport(app: Ground): Transport {
  return {
    hand: async (all) => {
      const handed: Handed[] = [];
      for (const chunk of chunksOf(all, chunkMax)) handed.push(...(await handChunk(app, chunk)));
      return handed;
    },
    receipts: async (tickets) => {
      const all: Receipts = new Map();
      for (const chunk of chunksOf(tickets, receiptsMax)) await addReceipts(app, chunk, all);
      return all;
    },
  };
}

async function handChunk(app: Ground, chunk: Handing[]): Promise<Handed[]> {
  const now = app.clock.now();
  const posted = await post(
    app,
    '/send',
    chunk.map((one) => messageOf(one, now)),
  );
  const refusal = judge(posted, now);
  // One message spoils a request for all of them, as a token of another app's project does: so it is looked for.
  if (refusal !== null && spoilt.has(refusal.error) && chunk.length > 1) {
    const middle = Math.ceil(chunk.length / 2);
    return [...(await handChunk(app, chunk.slice(0, middle))), ...(await handChunk(app, chunk.slice(middle)))];
  }
  if (refusal !== null) {
    app.log.warn({ error: refusal.error, said: codesOf(posted), count: chunk.length }, 'Expo took no pushes.');
    return chunk.map(() => refusal);
  }
  const tickets = read(posted, ticketsSchema)?.data ?? [];
  return chunk.map((_, n) => handedOf(tickets[n]));
}

/** As the service's own documentation has it. */
function messageOf({ device, push, expiresAt, isUrgent }: Handing, now: Date) {
  return {
    to: device.address,
    title: push.title,
    body: push.body,
    badge: push.badge,
    data: { ...push.data, id: push.id },
    sound: 'default',
    priority: isUrgent ? 'high' : 'default',
    ttl: Math.max(0, Math.floor((expiresAt.getTime() - now.getTime()) / 1_000)),
  };
}

function handedOf(ticket: z.infer<typeof ticketSchema> | null | undefined): Handed {
  if (ticket === undefined || ticket === null) return { outcome: 'later', retryAfterMs: null, error: 'no_ticket' };
  if (ticket.status === 'ok') return { outcome: 'accepted', ticket: ticket.id };
  const error = ticket.details?.error ?? 'unknown';
  if (error === 'DeviceNotRegistered') return { outcome: 'gone', error };
  return final.has(error) ? { outcome: 'refused', error } : { outcome: 'later', retryAfterMs: null, error };
}

async function addReceipts(app: Ground, tickets: string[], all: Receipts): Promise<void> {
  const posted = await post(app, '/getReceipts', { ids: tickets });
  const refusal = judge(posted, app.clock.now());
  if (refusal !== null)
    app.log.warn({ error: refusal.error, said: codesOf(posted) }, 'Expo told nothing of what became of pushes.');
  const told = refusal === null ? (read(posted, receiptsSchema)?.data ?? {}) : {};
  for (const [ticket, receipt] of Object.entries(told)) {
    if (receipt === null) continue;
    const error = receipt.details?.error ?? 'unknown';
    if (receipt.status === 'ok') all.set(ticket, { outcome: 'delivered', error: null });
    else all.set(ticket, { outcome: error === 'DeviceNotRegistered' ? 'gone' : 'failed', error });
  }
}

/** The operator named the address, so it may be anywhere; a guard for its host alone, since no other is spoken to here. */
function post({ env }: Ground, path: string, body: unknown): Promise<Posted> {
  const { url, accessToken } = env.expo;
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': 'Claw-Chat',
    ...(accessToken === null ? {} : { authorization: `Bearer ${accessToken}` }),
  };
  const guard = createOutboundGuard([plainHost(new URL(url).hostname)]);
  return postGuarded(guard, { url: url + path, headers, body: JSON.stringify(body), timeoutMs, answerMax });
}

/** What it answered, if that is what it says it answers. */
function read<T>(posted: Posted, schema: z.ZodType<T>): T | null {
  if (posted.outcome !== 'answered') return null;
  try {
    return schema.safeParse(JSON.parse(posted.text)).data ?? null;
  } catch {
    return null;
  }
}

const errorsSchema = z.object({ errors: z.array(z.object({ code: z.string().max(80) })).max(20) });

/** For the log: its codes and not its words, which may quote what was sent. */
function codesOf(posted: Posted): string[] {
  return read(posted, errorsSchema)?.errors.map(({ code }) => code) ?? [];
}

function chunksOf<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}
