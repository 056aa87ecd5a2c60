import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { InvitationPreview } from '#lib/contract/organizations.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { audited, recordDone, type Actor } from '#server/audit/record.ts';
import { invitations, organizationMembers, users } from '#server/db/schema/accounts.ts';
import type { Transaction } from '#server/db/transaction.ts';
import { Fault } from '#server/errors.ts';
import { byToken, demandInvited, invitationOver, type Invited } from './live.ts';

interface Guest {
  userId: string;
  email: string;
}

/** For whoever has the link, signed in or not. */
export async function previewInvitation(app: AppContext, token: string): Promise<InvitationPreview> {
  const { id: _id, ...invited } = await demandInvited(app, byToken(token), app.clock.now());
  return { ...invited, maySignUp: app.settings.current().signUp !== 'closed' };
}

/** Somebody with an account joins. Whoever is in already stays as they are, and the link stays good for somebody else. */
export async function acceptInvitation(
  app: AppContext,
  { userId }: UserPrincipal,
  { token, actor }: { token: string; actor: Actor },
): Promise<{ organizationId: string }> {
  const invited = await demandInvited(app, byToken(token), app.clock.now());
  const { organizationId } = invited;
  if (await isIn(app, { organizationId, userId })) return { organizationId };
  await audited(app, actor, acceptance(invited), () =>
    app.transaction(async (tx) => {
      const columns = { userId: users.id, email: users.email };
      const [guest] = await tx.db.select(columns).from(users).where(eq(users.id, userId));
      if (guest === undefined) throw invitationOver();
      await joinBy(app, tx, { which: byToken(token), guest });
    }),
  );
  return { organizationId };
}

/** Somebody new comes by it: their account, their place and the line in the audit log are one. */
export async function joinOnArrival(
  app: AppContext,
  tx: Transaction,
  { which, guest, from }: { which: SQL; guest: Guest; from: Omit<Actor, 'userId'> },
): Promise<void> {
  const invited = await joinBy(app, tx, { which, guest });
  await recordDone(tx, { ...from, userId: guest.userId }, acceptance(invited));
}

async function joinBy(
  app: AppContext,
  tx: Transaction,
  { which, guest: { userId, email } }: { which: SQL; guest: Guest },
): Promise<Invited> {
  const now = app.clock.now();
  // The organization first, as whoever ends it has to: the other way round, each would wait for the other.
  await tx.db.execute(sql`
    select from organizations where id in (select i.organization_id from invitations i where ${which}) for key share`);
  // Of two who come with it in the same moment, the second one waits here and then finds it used.
  await tx.db.execute(sql`select from invitations i where ${which} for update`);
  const invited = await demandInvited(tx, which, now);
  if (invited.email !== null && invited.email !== email) throw forAnother();
  const { id, organizationId, role } = invited;
  // Somebody who is being deleted joins nothing.
  const joined = await tx.db.execute(sql`
    insert into organization_members (organization_id, user_id, role, joined_at)
    select ${organizationId}, u.id, ${role}, ${now.toISOString()}::timestamptz from users u where u.id = ${userId} for key share
    on conflict do nothing returning user_id`);
  if (joined.length === 0) return invited;
  await tx.db.update(invitations).set({ acceptedAt: now, acceptedBy: userId }).where(eq(invitations.id, id));
  return invited;
}

async function isIn({ db }: AppContext, place: { organizationId: string; userId: string }): Promise<boolean> {
  const isTheirs = and(
    eq(organizationMembers.organizationId, place.organizationId),
    eq(organizationMembers.userId, place.userId),
  );
  return (await db.select({ role: organizationMembers.role }).from(organizationMembers).where(isTheirs)).length > 0;
}

function acceptance({ id, organizationId, role }: Invited) {
  const subject = { kind: 'invitation' as const, id };
  return { action: 'invitation.accepted' as const, subject, organizationId, reason: null, detail: { role } };
}

function forAnother(): Fault {
  return new Fault('forbidden', 'This invitation is for another e-mail address than the one of your account.');
}
