import { ulid } from 'ulid';
import { conversationContext, userContext } from '#lib/contexts.ts';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { TicketRefused } from '#lib/realtime/client.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { ask, type Answer } from '#server/testing/ask.ts';
import { guest } from '#server/testing/personas.ts';

export interface Colleague {
  principal: SessionPrincipal;
  /** What a page of theirs sends with every request. */
  headers: Record<string, string>;
  /** Their own context. */
  context: string;
}

export interface Room {
  conversationId: string;
  context: string;
}

/** People who are all in the same rooms. */
export interface Company {
  /** Whose agent's rooms they are. */
  sandboxId: string;
  people: Colleague[];
  rooms: Room[];
}

export async function foundCompany(app: AppContext, size: { people: number; rooms: number }): Promise<Company> {
  const guests: Awaited<ReturnType<typeof guest>>[] = [];
  for (let n = 0; n < size.people; n++) guests.push(await guest(app, `colleague ${n}`));
  const { sandboxId } = must(guests[0], 'somebody');
  const ids = Array.from({ length: size.rooms }, () => ulid());
  const conversations = ids.map((id) => ({ id, sandbox_id: sandboxId, created_by: 'drill' }));
  await app.sql`insert into conversations ${app.sql(conversations)}`;
  await app.sql`
    insert into conversation_members (conversation_id, member_id, kind)
    select room, member, 'user' from unnest(${ids}::text[]) room,
      unnest(${guests.map(({ principal }) => principal.userId)}::text[]) member`;
  // As autovacuum does within a minute wherever people really come one by one.
  await app.sql`analyze conversations, conversation_members`;
  return {
    sandboxId,
    people: guests.map(({ principal, headers }) => ({ principal, headers, context: userContext(principal.userId) })),
    rooms: ids.map((id) => ({ conversationId: id, context: conversationContext(sandboxId, id) })),
  };
}

export async function headOf(app: Pick<AppContext, 'sql'>, { conversationId }: Room): Promise<number> {
  const [row] = await app.sql<{ seq: number }[]>`select seq from conversations where id = ${conversationId}`;
  return must(row, 'the conversation').seq;
}

export async function fetchTicket(origin: string, { headers }: Colleague): Promise<{ ticket: string }> {
  const { status, body } = await ask('POST', `${origin}/connect-ticket`, { headers, body: {} });
  if (status === 401 || status === 403) throw new TicketRefused();
  if (status !== 201) throw new Error(`no ticket: ${status}`);
  return body as { ticket: string };
}

interface Said {
  text: string;
  onAnswer?(answer: Answer): void;
}

/** Longer than anything that a drill breaks stays broken. */
const triesMax = 3_000;

/** Again with the same clientId until somebody says that it is sent; how often that took. */
export async function say(
  origin: () => string,
  person: Colleague,
  room: Room,
  { text, onAnswer }: Said,
): Promise<number> {
  const { conversationId } = room;
  const body = { conversationId, clientId: ulid(), content: [{ type: 'text', text }] };
  for (let tries = 1; ; tries += 1) {
    const sent = ask('POST', `${origin()}/api/trpc/messages.send`, { headers: person.headers, body });
    const answer = await sent.catch(() => null);
    if (answer !== null) onAnswer?.(answer);
    if (answer?.status === 200) return tries;
    if (tries > triesMax) throw new Error(`nobody takes a message: ${(await sent).text}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
