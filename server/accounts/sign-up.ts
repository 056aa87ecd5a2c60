import { sql } from 'drizzle-orm';
import type { Door, SignUpInput } from '#lib/contract/accounts.ts';
import type { AppContext } from '../app-context.ts';
import { users } from '../db/schema/accounts.ts';
import { Fault } from '../errors.ts';
import { insertPerson } from './new-person.ts';
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
    signUpOpen: isFirstAccount || app.settings.current().signUp === 'open',
    address: new URL(app.publicUrl).host,
  };
}

/** Makes an account, and the person's first agent and conversation with it. The first account is the operator's. */
export async function signUp(app: AppContext, visitor: Visitor, input: SignUpInput): Promise<{ id: string }> {
  await refuseStranger(app, visitor, input);
  const passwordHash = await hashPassword(input.password);
  return app.transaction(async (tx) => {
    // One at a time: two first sign-ups in the same moment must not both become the operator.
    await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('sign-up'))`);
    const isOperator = await nobodyIsHere({ db: tx.db });
    if (!isOperator && app.settings.current().signUp !== 'open') throw closed();
    const { name, email } = input;
    return insertPerson(app, tx, { name, email, passwordHash, isOperator });
  });
}

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
