import { createHash } from 'node:crypto';
import { sql, type SQL } from 'drizzle-orm';
import type { InvitationPreview } from '#lib/contract/organizations.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Transaction } from '#server/db/transaction.ts';
import { Fault } from '#server/errors.ts';

export interface Invited extends Omit<InvitationPreview, 'maySignUp' | 'invitedBy'> {
  id: string;
  invitedBy: string;
}

/** Asked inside a transaction or outside of one. */
export type Asking = Pick<AppContext, 'db'> | Pick<Transaction, 'db'>;

/**
 * What makes an invitation `i` open: neither used nor revoked nor too old, and whoever made it could make it today. What
 * somebody handed out ends with their right to hand it out.
 */
export function isOpen(now: Date): SQL {
  return sql`
    i.accepted_at is null and i.revoked_at is null and i.expires_at > ${now.toISOString()}::timestamptz and exists (
      select from users maker
      left join organization_members m on m.organization_id = i.organization_id and m.user_id = maker.id
      where maker.id = i.invited_by and maker.disabled_at is null
        and (maker.is_operator or m.role in ('owner', 'admin')))`;
}

/** An instant as the wire has it. */
export function milliseconds(column: SQL): SQL {
  return sql`(extract(epoch from ${column}) * 1000)::float8`;
}

/** Which one a link is of. */
export function byToken(token: string): SQL {
  return sql`i.hash = ${hashOf(token)}`;
}

/** Used, revoked, expired or unknown: whoever asks can do the same about each of them. */
export async function demandInvited(asking: Asking, which: SQL, now: Date): Promise<Invited> {
  const found = await findInvited(asking, which, now);
  if (found === null) throw invitationOver();
  return found;
}

/** The open one that is meant, the oldest of several. */
export async function findInvited({ db }: Asking, which: SQL, now: Date): Promise<Invited | null> {
  const [found] = await db.execute<Invited & Record<string, unknown>>(sql`
    select i.id, i.organization_id as "organizationId", o.name as "organizationName", i.role, i.email,
      u.name as "invitedBy", ${milliseconds(sql`i.expires_at`)} as "expiresAt"
    from invitations i join organizations o on o.id = i.organization_id join users u on u.id = i.invited_by
    where ${which} and ${isOpen(now)} order by i.id limit 1`);
  return found ?? null;
}

/** 256 random bits: one round of SHA-256 is all the hashing that they need. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function invitationOver(): Fault {
  return new Fault('invitation_over', 'This invitation was used, has expired, or was taken back.');
}
