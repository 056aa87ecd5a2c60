import { sql } from 'drizzle-orm';
import type { Door, SignUpInput } from '#lib/contract/accounts.ts';
import type { AppContext } from '../app-context.ts';
import type { Actor } from '../audit/record.ts';
import { users } from '../db/schema/accounts.ts';
import type { Transaction } from '../db/transaction.ts';
import { Fault } from '../errors.ts';
import { refuseGuessable } from './guessable.ts';
import { byToken, demandInvited, type Asking } from './invitations/live.ts';
import { joinOnArrival } from './invitations/join.ts';
import { insertPerson } from './new-person.ts';
import { hashPassword } from './passwords.ts';
import { providersOf } from './ways/providers.ts';

/** Where a request came from, as far as sign-up cares. */
export interface Visitor {
  /** On this very machine, and not through a proxy. */
  isLocal: boolean;
}

export async function readDoor(app: AppContext, visitor: Visitor): Promise<Door> {
  const isFirstAccount = await nobodyIsHere(app);
  return {
    isFirstAccount,
    needsCode: isFirstAccount && !visitor.isLocal,
    signUpOpen: isFirstAccount || app.settings.current().signUp === 'open',
    byInvitation: !isFirstAccount && app.settings.current().signUp === 'invitation',
    providers: isFirstAccount ? [] : providersOf(app),
    address: new URL(app.publicUrl).host,
  };
}

/** From where somebody new came, for the audit log: an invitation that is used is a line there. */
export type Arrival = Omit<Actor, 'userId'>;

/**
 * Makes an account, and the person's first agent and conversation with it. The first account is the operator's; later ones
 * are made by whoever the operator lets, and who comes with an invitation is in its organization with the same commit.
 */
export async function signUp(
  app: AppContext,
  visitor: Visitor,
  { invitation, ...input }: SignUpInput,
  from: Arrival = nowhere,
): Promise<{ id: string }> {
  await refuseStranger(app, visitor, { ...input, invitation });
  // Before the work of hashing: who makes links up costs us one look.
  if (invitation !== undefined) await demandInvited(app, byToken(invitation), app.clock.now());
  const { name, email } = input;
  refuseGuessable(input.password, { field: 'password', about: [name, email] });
  const passwordHash = await hashPassword(input.password);
  return app.transaction(async (tx) => {
    const isOperator = await isFirst(tx);
    if (!isOperator) refuseClosed(app, { isInvited: invitation !== undefined });
    const { id } = await insertPerson(app, tx, { name, email, passwordHash, isOperator });
    if (invitation === undefined) return { id };
    await joinOnArrival(app, tx, { which: byToken(invitation), guest: { userId: id, email }, from });
    return { id };
  });
}

const nowhere: Arrival = { address: '', userAgent: null, requestId: '' };

/** One newcomer at a time: two first ones in the same moment must not both become the operator. */
export async function isFirst(tx: Transaction): Promise<boolean> {
  await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('sign-up'))`);
  return nobodyIsHere({ db: tx.db });
}

/** May somebody new make an account, with an invitation or without one? Whether it is good is asked where it is used. */
export function refuseClosed({ settings }: AppContext, { isInvited }: { isInvited: boolean }): void {
  const { signUp: mode } = settings.current();
  if (mode === 'closed' || (mode === 'invitation' && !isInvited)) throw closed();
}

async function nobodyIsHere({ db }: Asking): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).limit(1);
  return rows.length === 0;
}

async function refuseStranger(app: AppContext, visitor: Visitor, input: SignUpInput): Promise<void> {
  const door = await readDoor(app, visitor);
  if (!door.isFirstAccount) refuseClosed(app, { isInvited: input.invitation !== undefined });
  if (door.needsCode && input.code !== app.signUpCode) {
    throw new Fault(
      'signup_code_needed',
      'The first account needs the code that was printed where Claw Chat was started.',
    );
  }
}

function closed(): Fault {
  return new Fault('signup_closed', 'Sign-up is closed here. Ask the operator for an account or an invitation.');
}
