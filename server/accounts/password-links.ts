import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gt } from 'drizzle-orm';
import type { AppContext } from '../app-context.ts';
import { passwordLinks, users } from '../db/schema/accounts.ts';
import type { Transaction } from '../db/transaction.ts';
import { Fault, notFound } from '../errors.ts';

/** A mailbox is read by more than its owner: an hour is as long as somebody who asked will wait. */
export const mailLinkMs = 3_600_000;
/** An operator hands it over by whatever way there is, perhaps on paper. */
export const operatorLinkMs = 24 * 3_600_000;

export interface PasswordLink {
  link: string;
  expiresAt: number;
}

/** The right to set somebody's password once. The ones before it are worth nothing from now on. */
export async function issueLink(
  app: AppContext,
  tx: Transaction,
  { userId, lifeMs }: { userId: string; lifeMs: number },
): Promise<PasswordLink> {
  // Locked, or of two links made in the same moment neither would replace the other.
  const [person] = await tx.db.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('no key update');
  if (person === undefined) throw notFound();
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(app.clock.now().getTime() + lifeMs);
  await tx.db.delete(passwordLinks).where(eq(passwordLinks.userId, userId));
  await tx.db.insert(passwordLinks).values({ hash: hashOf(token), userId, expiresAt });
  return { link: `${app.publicUrl}/reset/${token}`, expiresAt: expiresAt.getTime() };
}

/** What an operator gives to somebody who has no password, or no longer knows it. */
export function passwordLinkFor(app: AppContext, userId: string): Promise<PasswordLink> {
  return app.transaction((tx) => issueLink(app, tx, { userId, lifeMs: operatorLinkMs }));
}

/** Whose it is, before the work of hashing: who makes tokens up costs us one look. */
export async function holderOfLink(app: AppContext, token: string): Promise<{ name: string; email: string }> {
  const [holder] = await app.db
    .select({ name: users.name, email: users.email })
    .from(passwordLinks)
    .innerJoin(users, eq(users.id, passwordLinks.userId))
    .where(isLive(app, token));
  if (holder === undefined) throw linkUsed();
  return holder;
}

/** Deleting is using: of two who come with the same link, the row answers one. */
export async function useLink(app: AppContext, tx: Transaction, token: string): Promise<{ userId: string }> {
  const [used] = await tx.db
    .delete(passwordLinks)
    .where(isLive(app, token))
    .returning({ userId: passwordLinks.userId });
  if (used === undefined) throw linkUsed();
  return used;
}

function isLive(app: AppContext, token: string) {
  return and(eq(passwordLinks.hash, hashOf(token)), gt(passwordLinks.expiresAt, app.clock.now()));
}

/** 256 random bits: one round of SHA-256 is all the hashing that they need. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function linkUsed(): Fault {
  return new Fault('link_used', 'This link was used, has expired, or was replaced by a newer one.');
}
