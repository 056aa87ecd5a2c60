import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import { signWebhook } from '#lib/signing/webhook-signature.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault } from '#server/errors.ts';
import { postGuarded, type Posted } from '#server/outbound/post.ts';
import { noteSignOfLife } from '../bot-status.ts';
import { acknowledge } from '../deliveries/ack.ts';
import { bodyOf } from '../deliveries/present.ts';
import { disableEndpoint } from '../endpoints/disable.ts';
import { openSecrets } from '../endpoints/secret.ts';
import type { Claimed } from './claim.ts';
import { nextTry } from './schedule.ts';
import { verdictOf, type Verdict } from './verdict.ts';

const timeoutMs = 15_000;

/** As much of an answer as helps to find out what is wrong there. */
const answerMax = 500;

/** One try: sends what is claimed, and writes down what came of it. */
export async function sendClaimed(app: AppContext, claimed: Claimed, stop: AbortSignal): Promise<void> {
  const body = bodyOf(claimed);
  if (body === null) return void (await acknowledge(app, claimed.sandboxId, [claimed.id]));
  const at = app.clock.now();
  const posted = await post(app, claimed, { text: JSON.stringify(body), at, stop });
  if (posted.outcome === 'failed' && posted.why === 'stopped') return release(app, claimed);
  const verdict = verdictOf(posted, app.clock.now());
  await record(app, claimed, { at, posted, verdict });
  if (verdict.kind === 'taken') await Promise.all([taken(app, claimed), noteSignOfLife(app, claimed.sandboxId)]);
  else await notTaken(app, claimed, verdict);
}

async function post(
  app: AppContext,
  { id, sandboxId, url, secret, previousSecret }: Claimed,
  { text, at, stop }: { text: string; at: Date; stop: AbortSignal },
): Promise<Posted> {
  const signed = await signWebhook(
    { id, timestamp: at, body: text },
    openSecrets(app, sandboxId, [secret, previousSecret]),
  );
  const headers = { ...signed, 'content-type': 'application/json', 'user-agent': 'Claw-Chat' };
  return postGuarded(app.outbound, { url, headers, body: text, timeoutMs, answerMax, signal: stop });
}

/** This node stops: another one, or the next start, goes on at once. */
async function release({ sql, clock }: AppContext, { id, attempts }: Claimed): Promise<void> {
  await sql`update deliveries set next_attempt_at = ${clock.now()} where id = ${id} and attempts = ${attempts}`;
}

interface Came {
  at: Date;
  posted: Posted;
  verdict: Verdict;
}

/** The delivery may have gone meanwhile, with its conversation. */
async function record({ sql }: AppContext, { id, attempts }: Claimed, { at, posted, verdict }: Came): Promise<void> {
  const { status, failure } = verdict;
  const answer = posted.outcome === 'answered' && failure !== null ? printable(posted.text) : null;
  await sql`
    insert into delivery_attempts (delivery_id, n, at, status, failure, answer, duration_ms)
    select id, ${attempts}, ${at}, ${status}, ${failure}, ${answer}, ${posted.durationMs}
    from deliveries where id = ${id} for key share
    on conflict do nothing`;
}

/** Text that Postgres takes and a page may show. */
function printable(text: string): string | null {
  const plain = text.replace(/[^\P{C}\n\t]/gu, ' ').trim();
  return plain === '' ? null : plain;
}

async function taken(app: AppContext, { id, sandboxId }: Claimed): Promise<void> {
  try {
    await acknowledge(app, sandboxId, [id]);
  } catch (error) {
    // It was taken in the moment in which people were told that nobody knows: that stays so.
    if (!(error instanceof Fault && error.code === 'conflict')) throw error;
  }
}

interface Noted {
  outcome: 'waits' | 'delayed' | 'failed' | 'undone' | 'unconfirmed' | 'ended';
  sandboxId: string;
  conversationId: string;
}

async function notTaken(app: AppContext, claimed: Claimed, verdict: Verdict): Promise<void> {
  const { sql, clock, log, realtime } = app;
  const { id, attempts, sandboxId } = claimed;
  if (verdict.kind === 'gone') await disableEndpoint(app, sandboxId, { url: claimed.url, why: 'gone' });
  const now = clock.now();
  const next = nextAfter(claimed, verdict, now);
  const maybeArrived = claimed.mayHaveArrivedBefore || verdict.maybeArrived;
  const [noted] = await sql<Noted[]>`
    select outcome, in_sandbox as "sandboxId", in_conversation as "conversationId"
    from note_failed_try(${id}, ${attempts}, ${now}, ${next}, ${maybeArrived})`;
  if (noted === undefined || noted.outcome === 'waits') return;
  const { outcome, conversationId } = noted;
  log.warn(
    { outcome, deliveryId: id, sandboxId, conversationId, failure: verdict.failure },
    'An endpoint took no delivery.',
  );
  realtime.wake([conversationContext(sandboxId, conversationId), sandboxContext(sandboxId)]);
  // A decision that was taken back may have only a moment left.
  if (outcome === 'undone') app.expiry.wake();
}

/** What can wait does so until its endpoint is there again; a decision that nobody takes any more is taken back. */
function nextAfter(claimed: Claimed, verdict: Verdict, now: Date): Date | null {
  if (verdict.kind === 'gone') return claimed.lane === 'urgent' ? null : now;
  return nextTry(claimed, verdict, { now, chance: Math.random() });
}
