import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { ulid } from 'ulid';
import type { z } from 'zod';
import type { createdInvitationSchema, Invitation } from '#lib/contract/organizations.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Transaction } from '#server/db/transaction.ts';
import { notFound } from '#server/errors.ts';
import type { Letter } from '#server/mail.ts';
import { spend } from '#server/rate-limit.ts';
import { accessRun } from '../organizations/access.ts';
import { hashOf, isOpen, milliseconds } from './live.ts';

const lifeMs = 7 * 86_400_000;
/** More open ones than anybody looks after; whoever makes them by a script sees the newest. */
const listedMax = 200;

interface NewInvitation {
  organizationId: string;
  role: Invitation['role'];
  email?: string | null | undefined;
}

/** A link into the organization that opens once. With an address it is for that one alone, and goes there if mail is sent here. */
export async function invite(
  app: AppContext,
  principal: UserPrincipal,
  { organizationId, role, email = null }: NewInvitation,
): Promise<z.infer<typeof createdInvitationSchema>> {
  const { name: organization } = await accessRun(app, principal, organizationId);
  await spend(app.limits.inviteByPerson, principal.userId);
  const [id, token] = [ulid(), randomBytes(32).toString('base64url')];
  const createdAt = app.clock.now();
  const expiresAt = new Date(createdAt.getTime() + lifeMs);
  // Of an organization that goes away in this moment there is nothing to select.
  const [made] = await app.sql<{ invitedBy: string }[]>`
    insert into invitations (id, organization_id, hash, role, email, invited_by, created_at, expires_at)
    select ${id}, o.id, ${hashOf(token)}, ${role}, ${email}, ${principal.userId}, ${createdAt}, ${expiresAt}
    from organizations o where o.id = ${organizationId} for key share
    returning (select name from users where id = invited_by) as "invitedBy"`;
  if (made === undefined) throw notFound();
  const { invitedBy } = made;
  const link = `${app.publicUrl}/invitation/${token}`;
  const isMailed = mail(app, email, { link, organization, invitedBy });
  const times = { createdAt: createdAt.getTime(), expiresAt: expiresAt.getTime() };
  return { invitation: { id, role, email, invitedBy, ...times }, link, isMailed };
}

/** Those that still open, the newest first. */
export async function listInvitations(
  app: AppContext,
  principal: UserPrincipal,
  organizationId: string,
): Promise<{ invitations: Invitation[] }> {
  await accessRun(app, principal, organizationId);
  const invitations = await app.db.execute<Invitation & Record<string, unknown>>(sql`
    select i.id, i.role, i.email, u.name as "invitedBy", ${milliseconds(sql`i.created_at`)} as "createdAt",
      ${milliseconds(sql`i.expires_at`)} as "expiresAt"
    from invitations i join users u on u.id = i.invited_by
    where i.organization_id = ${organizationId} and ${isOpen(app.clock.now())}
    order by i.id desc limit ${listedMax}`);
  return { invitations: [...invitations] };
}

/** What is over already can't be taken back: whoever asks is told that there is none. */
export async function revokeInvitation(
  app: AppContext,
  principal: UserPrincipal,
  { organizationId, invitationId }: { organizationId: string; invitationId: string },
): Promise<void> {
  await accessRun(app, principal, organizationId);
  const revoked = await app.sql`
    update invitations set revoked_at = ${app.clock.now()}
    where id = ${invitationId} and organization_id = ${organizationId} and accepted_at is null and revoked_at is null
    returning id`;
  if (revoked.length === 0) throw notFound();
}

/** What somebody handed out ends for good when they leave, also if they come back. */
export async function endInvitationsBy(
  { clock }: Pick<AppContext, 'clock'>,
  tx: Transaction,
  { organizationId, userId }: { organizationId: string; userId: string },
): Promise<void> {
  await tx.db.execute(sql`
    update invitations set revoked_at = ${clock.now().toISOString()}::timestamptz
    where invited_by = ${userId} and organization_id = ${organizationId} and accepted_at is null and revoked_at is null`);
}

interface Words {
  link: string;
  organization: string;
  invitedBy: string;
}

function mail(app: AppContext, to: string | null, words: Words): boolean {
  if (app.mail === null || to === null) return false;
  app.mail.post(async () => ({ to, ...letterOf(app, words) }));
  return true;
}

function letterOf({ publicUrl }: AppContext, { link, organization, invitedBy }: Words): Omit<Letter, 'to'> {
  const place = new URL(publicUrl).host;
  return {
    subject: `An invitation to ${oneLine(organization)}`,
    text: [
      `${oneLine(invitedBy)} invites you to ${oneLine(organization)} at ${place}.`,
      `To join, open this within a week. It works once:\n${link}`,
      `If you don't know what this is about, there is nothing to do.`,
    ].join('\n\n'),
  };
}

/** What people called something must not look like a line of ours. */
function oneLine(name: string): string {
  return name.replaceAll(/\s+/g, ' ');
}
