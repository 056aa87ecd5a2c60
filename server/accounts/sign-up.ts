import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { ulid } from 'ulid';
import type { Door, SignUpInput } from '#lib/contract/accounts.ts';
import type { AppContext } from '../app-context.ts';
import { users } from '../db/schema/accounts.ts';
import { sqlState } from '../db/transaction.ts';
import { Fault } from '../errors.ts';
import { hashPassword } from './passwords.ts';

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
    signUpOpen: isFirstAccount || app.env.signUpOpen,
    address: new URL(app.publicUrl).host,
  };
}

/** Makes an account, and the person's first agent and conversation with it. The first account is the operator's. */
export async function signUp(app: AppContext, visitor: Visitor, input: SignUpInput): Promise<{ id: string }> {
  await refuseStranger(app, visitor, input);
  const passwordHash = await hashPassword(input.password);
  const id = ulid();
  try {
    await app.transaction(async (tx) => {
      // One at a time: two first sign-ups in the same moment must not both become the operator.
      await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('sign-up'))`);
      const isFirst = await nobodyIsHere({ db: tx.db });
      if (!isFirst && !app.env.signUpOpen) throw closed();
      const { name, email } = input;
      await tx.db.insert(users).values({ id, name, email, passwordHash, isOperator: isFirst, pepper: newPepper() });
      for (const welcome of app.onSignUp) await welcome(tx, { userId: id });
    });
  } catch (error) {
    if (sqlState(error) === uniqueViolation) throw emailTaken(error);
    throw error;
  }
  return { id };
}

const uniqueViolation = '23505';

async function nobodyIsHere({ db }: Pick<AppContext, 'db'>): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).limit(1);
  return rows.length === 0;
}

async function refuseStranger(app: AppContext, visitor: Visitor, input: SignUpInput): Promise<void> {
  const door = await readDoor(app, visitor);
  if (!door.signUpOpen) throw closed();
  if (door.needsCode && input.code !== app.signUpCode) {
    throw new Fault(
      'signup_code_needed',
      'The first account needs the code that was printed where Claw Chat was started.',
    );
  }
}

function closed(): Fault {
  return new Fault('signup_closed', 'Sign-up is closed here. Ask the operator for an account.');
}

function emailTaken(cause: unknown): Fault {
  return new Fault('email_taken', 'There is an account with this e-mail already. Sign in instead.', { cause });
}

function newPepper(): string {
  return randomBytes(16).toString('base64url');
}
