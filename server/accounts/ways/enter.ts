import { and, eq, sql } from 'drizzle-orm';
import { emailSchema, nameSchema, type EntryProblem } from '#lib/contract/accounts.ts';
import type { AppContext } from '#server/app-context.ts';
import { identities, users } from '#server/db/schema/accounts.ts';
import type { Transaction } from '#server/db/transaction.ts';
import { byToken, findInvited, type Invited } from '../invitations/live.ts';
import { joinOnArrival } from '../invitations/join.ts';
import { insertPerson } from '../new-person.ts';
import { isFirst, refuseClosed, type Arrival } from '../sign-up.ts';
import type { Claim } from './providers.ts';

/** Why a provider's word isn't enough. */
export class EntryRefused extends Error {
  readonly problem: EntryProblem;

  constructor(problem: EntryProblem) {
    super(problem);
    this.name = 'EntryRefused';
    this.problem = problem;
  }
}

interface Circumstances {
  /** What they came with, if anything. */
  invitation: string | undefined;
  from: Arrival;
}

interface Entered {
  userId: string;
  /** By an invitation, which is used now. */
  hasJoined: boolean;
}

/**
 * Whose account somebody is in whom a provider vouches for: the one that they are known by; else the one with their address,
 * if that is proven; else a new one, where sign-up lets them make one.
 */
export async function enterBy(app: AppContext, claim: Claim, circumstances: Circumstances): Promise<Entered> {
  const now = app.clock.now();
  return app.transaction(async (tx) => {
    // One newcomer at a time: whoever presses twice is not made twice.
    const isNobodyHere = await isFirst(tx);
    const known = await findKnown(tx, claim);
    if (known !== null) {
      if (known.disabledAt !== null) throw new EntryRefused('disabled');
      await tx.db.update(identities).set({ lastUsedAt: now }).where(isTheirs(claim));
      return { userId: known.id, hasJoined: false };
    }
    // The first account makes an operator, and that is decided at this server, not elsewhere.
    if (isNobodyHere) throw new EntryRefused('signup_closed');
    const email = provenAddress(claim);
    const foundId = await findByAddress(app, tx, email);
    const entered =
      foundId === null
        ? await makePerson(app, tx, { claim, email, circumstances })
        : { userId: foundId, hasJoined: false };
    const userId = entered.userId;
    await tx.db.insert(identities).values({ ...keyOf(claim), userId, createdAt: now, lastUsedAt: now });
    return entered;
  });
}

/** Somebody who is in says that this is them, too. */
export async function linkIdentity(app: AppContext, claim: Claim, userId: string): Promise<void> {
  const now = app.clock.now();
  await app.transaction(async (tx) => {
    await tx.db
      .insert(identities)
      .values({ ...keyOf(claim), userId, createdAt: now, lastUsedAt: now })
      .onConflictDoNothing();
    const known = await findKnown(tx, claim);
    if (known?.id !== userId) throw new EntryRefused('linked_elsewhere');
  });
}

async function findKnown(tx: Transaction, claim: Claim) {
  const [known] = await tx.db
    .select({ id: users.id, disabledAt: users.disabledAt })
    .from(identities)
    .innerJoin(users, eq(users.id, identities.userId))
    .where(isTheirs(claim));
  return known ?? null;
}

/**
 * The account with this address. Where people make their own, an address there was typed and never proven, perhaps by somebody
 * who waits for its owner to come: then whoever knows the password links the two, in the settings.
 */
async function findByAddress(app: AppContext, tx: Transaction, email: string): Promise<string | null> {
  const [found] = await tx.db.select().from(users).where(eq(users.email, email));
  if (found === undefined) return null;
  if (found.disabledAt !== null) throw new EntryRefused('disabled');
  const isTyped = found.passwordHash !== null && app.settings.current().signUp !== 'closed';
  if (isTyped) throw new EntryRefused('password_first');
  return found.id;
}

async function makePerson(
  app: AppContext,
  tx: Transaction,
  { claim, email, circumstances: { invitation, from } }: { claim: Claim; email: string; circumstances: Circumstances },
): Promise<Entered> {
  const awaited = invitation === undefined ? await findAwaiting(app, tx, email) : null;
  const which = invitation === undefined ? awaited && sql`i.id = ${awaited.id}` : byToken(invitation);
  refuseClosed(app, { isInvited: which !== null });
  const { id } = await insertPerson(app, tx, {
    name: nameOf(claim, email),
    email,
    passwordHash: null,
    isOperator: false,
  });
  if (which !== null) await joinOnArrival(app, tx, { which, guest: { userId: id, email }, from });
  return { userId: id, hasJoined: which !== null };
}

/** Where one is needed and nobody brought a link, an invitation for this very address is as good. */
async function findAwaiting(app: AppContext, tx: Transaction, email: string): Promise<Invited | null> {
  if (app.settings.current().signUp !== 'invitation') return null;
  return findInvited(tx, sql`i.email = ${email}`, app.clock.now());
}

/** An account is found, and made, by an address only if the provider says that it is theirs. */
function provenAddress({ email, isVerified }: Claim): string {
  const address = emailSchema.safeParse(email);
  if (!isVerified || !address.success) throw new EntryRefused('email_not_verified');
  return address.data;
}

function nameOf({ name }: Claim, email: string): string {
  const plain = (name ?? '').replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').trim();
  return nameSchema.safeParse([...plain].slice(0, 40).join('')).data ?? email.split('@', 1).join('').slice(0, 80);
}

const keyOf = ({ issuer, subject }: Claim) => ({ issuer, subject });
const isTheirs = ({ issuer, subject }: Claim) => and(eq(identities.issuer, issuer), eq(identities.subject, subject));
