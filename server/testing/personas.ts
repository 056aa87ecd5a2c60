import { encode } from 'next-auth/jwt';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import { addPerson } from '#server/accounts/add-person.ts';
import { cookieName } from '#server/accounts/session-cookie.ts';
import { openSession, principalOfSession } from '#server/accounts/sessions.ts';
import { signUp } from '#server/accounts/sign-up.ts';
import type { AppContext } from '#server/app-context.ts';

export interface Person {
  name: string;
  email: string;
  password: string;
  principal: SessionPrincipal;
  /** What a page of ours sends with every request: cookie, Origin and our own header. */
  headers: Record<string, string>;
  /** The sandbox and the conversation that came with the account. */
  sandboxId: string;
  conversationId: string;
}

const password = 'correct horse battery';

/** Signs somebody up and in, as the sign-up page does. The first one of an app is its operator. */
export async function person(app: AppContext, name: string): Promise<Person> {
  const email = emailOf(name);
  await signUp(app, { isLocal: true }, { name, email, password });
  return { ...(await settled(app, name, email)), password };
}

/** As an operator adds somebody, and already in: nobody knows a password, and nobody waits for its slow hash. */
export async function guest(app: AppContext, name: string): Promise<Omit<Person, 'password'>> {
  const email = emailOf(name);
  await addPerson(app, { name, email });
  return settled(app, name, email);
}

async function settled(app: AppContext, name: string, email: string): Promise<Omit<Person, 'password'>> {
  const { principal, headers } = await enter(app, email);
  const [home] = await app.sql<{ sandboxId: string; conversationId: string }[]>`
    select c.sandbox_id as "sandboxId", c.id as "conversationId"
    from conversations c join conversation_members m on m.conversation_id = c.id
    where m.member_id = ${principal.userId}`;
  return { name, email, principal, headers, ...must(home, 'a first conversation') };
}

function emailOf(name: string): string {
  return `${name.toLowerCase().replace(/[^a-z0-9]+/g, '.')}@home.test`;
}

/** One more session of somebody who has an account: another browser. */
export async function enter(
  app: AppContext,
  email: string,
): Promise<{ principal: SessionPrincipal; headers: Record<string, string> }> {
  const [user] = await app.sql<{ id: string }[]>`select id from users where email = ${email}`;
  const { id: userId } = must(user, `the account of ${email}`);
  // Not by password: hashing it is slow on purpose, and has tests of its own.
  const sessionId = await openSession(app, userId, { userAgent: 'test', address: '127.0.0.1' });
  const principal = must(await principalOfSession(app, sessionId), 'a live session');
  return { principal, headers: await headersOf(app, { userId, sessionId }) };
}

async function headersOf(app: AppContext, { userId, sessionId }: { userId: string; sessionId: string }) {
  const sealed = await encode({ token: { sub: userId, sid: sessionId }, secret: app.secrets.auth });
  return {
    cookie: `${cookieName(app.publicUrl, 'session')}=${sealed}`,
    origin: app.publicUrl,
    'x-claw-chat': '1',
  };
}
