import { randomUUID } from 'node:crypto';
import type { BotPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';

/** How often a stream looks by itself, whatever woke it or failed to; so a revoked key's stream ends within this. */
export const lookEveryMs = 5_000;

/** A stream that has missed three looks is gone with its node. */
export const leaseLifeMs = 3 * lookEveryMs;

/** Why a stream may not go on. */
export type LeaseEnd = 'replaced' | 'revoked' | 'stopped';

/**
 * The newest connection takes a sandbox's lease from the one before. What that one got and didn't acknowledge is due at
 * once: its receiver has gone, and sixty seconds of silence would look like a broken agent.
 */
export async function takeLease({ sql, clock }: AppContext, { sandboxId, keyId }: BotPrincipal): Promise<string> {
  const lease = randomUUID();
  const now = clock.now();
  await sql`
    with taken as (
      insert into bot_streams (sandbox_id, lease, key_id, taken_at) values (${sandboxId}, ${lease}, ${keyId}, ${now})
      on conflict (sandbox_id) do update set lease = excluded.lease, key_id = excluded.key_id, taken_at = excluded.taken_at
    )
    update deliveries set next_attempt_at = ${now}
    where sandbox_id = ${sandboxId} and state = 'sent' and next_attempt_at > ${now}`;
  return lease;
}

/** Null while the lease holds. Renews it once a look; a look in between only reads, so that a busy stream writes no more. */
export async function lookAtLease(
  { sql, clock }: AppContext,
  { sandboxId, keyId }: BotPrincipal,
  lease: string,
): Promise<LeaseEnd | null> {
  const now = clock.now();
  const renewBefore = new Date(now.getTime() - lookEveryMs * 0.9);
  const [row] = await sql<{ isHeld: boolean; isValid: boolean; isStopped: boolean }[]>`
    with renewed as (
      update bot_streams set taken_at = ${now}
      where sandbox_id = ${sandboxId} and lease = ${lease} and taken_at < ${renewBefore}
    )
    select exists (select from bot_streams where sandbox_id = ${sandboxId} and lease = ${lease}) as "isHeld",
      exists (
        select from bot_keys k join sandboxes s on s.id = k.sandbox_id join users owner on owner.id = s.owner_id
        where k.id = ${keyId} and k.revoked_at is null and (s.organization_id is not null or owner.disabled_at is null)
      ) as "isValid", exists (select from sandboxes where id = ${sandboxId} and status = 'stopped') as "isStopped"`;
  if (row?.isValid !== true) return 'revoked';
  if (row.isStopped) return 'stopped';
  return row.isHeld ? null : 'replaced';
}

/** The row stays, without a holder: it says when the bot was last here. */
export async function leaveLease({ sql, clock }: AppContext, sandboxId: string, lease: string): Promise<void> {
  await sql`
    update bot_streams set lease = '', taken_at = ${clock.now()}
    where sandbox_id = ${sandboxId} and lease = ${lease}`;
}
