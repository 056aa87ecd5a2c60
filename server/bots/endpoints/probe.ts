import { ulid } from 'ulid';
import type { ProbeResult } from '#lib/contract/endpoints.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { signWebhook } from '#lib/signing/webhook-signature.ts';
import type { AppContext } from '#server/app-context.ts';
import { notFound } from '#server/errors.ts';
import { postGuarded } from '#server/outbound/post.ts';
import { accessManaged } from '#server/sandboxes/access.ts';
import { verdictOf } from '../webhooks/verdict.ts';
import { openSecrets } from './secret.ts';

const timeoutMs = 10_000;

/** Asks an agent's endpoint for a sign of life: signed like a delivery, and none, so nothing comes of it but an answer. */
export async function probeEndpoint(
  app: AppContext,
  principal: UserPrincipal,
  sandboxId: string,
): Promise<ProbeResult> {
  await accessManaged(app, principal, sandboxId);
  const result = await probe(app, sandboxId);
  if (result === null) throw notFound();
  return result;
}

/** Null: it has no endpoint. */
export async function probe(app: AppContext, sandboxId: string): Promise<ProbeResult | null> {
  const now = app.clock.now();
  const [row] = await app.sql<{ url: string; secret: string; previousSecret: string | null }[]>`
    select url, secret, case when previous_until > ${now} then previous_secret end as "previousSecret"
    from bot_endpoints where sandbox_id = ${sandboxId}`;
  if (row === undefined) return null;
  const id = ulid();
  const body = JSON.stringify({ id, type: 'bot.status_request' });
  const signed = await signWebhook(
    { id, timestamp: now, body },
    openSecrets(app, sandboxId, [row.secret, row.previousSecret]),
  );
  const headers = { ...signed, 'content-type': 'application/json', 'user-agent': 'Claw-Chat' };
  const posted = await postGuarded(app.outbound, { url: row.url, headers, body, timeoutMs, answerMax: 0 });
  const { kind, status, failure } = verdictOf(posted, now);
  return { ok: kind === 'taken', status, failure, durationMs: posted.durationMs };
}
