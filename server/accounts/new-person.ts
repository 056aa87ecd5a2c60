import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import type { AppContext } from '../app-context.ts';
import { users } from '../db/schema/accounts.ts';
import { sqlState, type Transaction } from '../db/transaction.ts';
import { Fault } from '../errors.ts';

interface NewPerson {
  name: string;
  email: string;
  /** Null: signs in after a link has set one. */
  passwordHash: string | null;
  isOperator: boolean;
}

const uniqueViolation = '23505';

/** The one writer of new accounts, each with its first agent and conversation. */
export async function insertPerson(app: AppContext, tx: Transaction, person: NewPerson): Promise<{ id: string }> {
  const id = ulid();
  try {
    await tx.db.insert(users).values({ ...person, id, pepper: newPepper() });
  } catch (error) {
    if (sqlState(error) === uniqueViolation) throw emailTaken(error);
    throw error;
  }
  for (const welcome of app.onSignUp) await welcome(tx, { userId: id });
  return { id };
}

/** In the place of the one before it ends every bearer token that was made with that. */
export function newPepper(): string {
  return randomBytes(16).toString('base64url');
}

function emailTaken(cause: unknown): Fault {
  return new Fault('email_taken', 'There is an account with this e-mail already. Sign in instead.', { cause });
}
