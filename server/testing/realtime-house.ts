import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ulid } from 'ulid';
import { conversationContext, sandboxContext, userContext, type ContextRef } from '#lib/contexts.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import type { Clock } from '#server/clock.ts';
import { connect, type DatabaseClients, type Sql } from '#server/db/client.ts';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { createLog } from '#server/log.ts';
import type { Backplane } from '#server/realtime/backplane/backplane.ts';
import { ContextRegistry } from '#server/realtime/contexts.ts';
import type { StoredEvent } from '#server/realtime/event-log.ts';
import { createRealtime, type Realtime } from '#server/realtime/realtime.ts';
import { movableClock } from './app.ts';
import { createTestDatabase } from './database.ts';
import { Listener } from './listener.ts';

export const homeOrigin = 'http://home.test';

/** A context with what is needed to append to it. */
export interface Place {
  context: string;
  kind: ContextRef['kind'];
  owner: string;
}

type Hydrate = (stored: StoredEvent) => WireEvent | null;

/** Realtime on a real server and database, with small domains in the place of those above it. */
export interface House {
  address: DatabaseAddress;
  sql: Sql;
  clock: Clock & { pass(ms: number): void };
  realtime: Realtime;
  /** The address of the socket. */
  url: string;
  contexts: ContextRegistry;
  /** How many statements this node has sent so far. */
  statements(): number;
  /** Replaces how stored events become wire events; null puts back what was there. */
  hydrateWith(hydrate: Hydrate | null): void;
  person(name: string): Promise<SessionPrincipal>;
  sandbox(owner: SessionPrincipal): Promise<Place>;
  conversation(sandbox: Place, members: SessionPrincipal[]): Promise<Place & { id: string }>;
  userPlace(person: SessionPrincipal): Place;
  /** Appends `conversation.read` events, whose `lastReadSeq` is their number in the log; wakes afterwards. */
  append(
    place: Place,
    options?: { times?: number; about?: string; alsoTo?: string[]; quietly?: boolean },
  ): Promise<void>;
  listen(person: SessionPrincipal): Promise<Listener>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface HouseOptions {
  backplane?: Backplane;
  /** Another node on that one's database, which ends with it. */
  beside?: Pick<House, 'address'>;
  isInformed?(): boolean;
}

export async function createHouse(options: HouseOptions = {}): Promise<House> {
  const database = options.beside === undefined ? await createTestDatabase() : roomIn(options.beside);
  let statements = 0;
  const clients = connect(database.address, () => (statements += 1));
  const { sql } = clients;
  const clock = movableClock();
  let hydrate: Hydrate = asStored;
  const contexts = domains(sql, (stored) => hydrate(stored));
  const realtime = createRealtime({
    sql,
    clock,
    contexts,
    log: createLog({ level: 'silent', format: 'json' }),
    epoch: 1,
    sessionOf: (sessionId) => sessionOf(sql, sessionId),
    allowedOrigin: (origin) => origin === homeOrigin,
    ...(options.backplane === undefined ? {} : { backplane: options.backplane }),
    ...(options.isInformed === undefined ? {} : { isInformed: options.isInformed }),
  });
  const server = createServer().on('upgrade', realtime.handleUpgrade);
  const url = await listenOn(server);
  return {
    address: database.address,
    sql,
    clock,
    realtime,
    url,
    contexts,
    statements: () => statements,
    hydrateWith: (replacement) => (hydrate = replacement ?? asStored),
    person: (name) => addPerson(sql, name),
    sandbox: (owner) => addSandbox(sql, owner),
    conversation: (sandbox, members) => addConversation(sql, sandbox, members),
    userPlace: ({ userId }) => ({ kind: 'user', owner: userId, context: userContext(userId) }),
    append: async (place, { quietly = false, ...what } = {}) => {
      await append(sql, place, what);
      if (!quietly) realtime.wake([place.context]);
    },
    listen: async (person) => {
      const { ticket } = await realtime.mintTicket(person);
      return Listener.open(`${url}?ticket=${ticket}`);
    },
    [Symbol.asyncDispose]: () => close(realtime, server, clients, database),
  };
}

/** Another node on the same database, which ends with the first one's house. */
function roomIn({ address }: Pick<House, 'address'>): {
  address: DatabaseAddress;
  [Symbol.asyncDispose](): Promise<void>;
} {
  return { address, [Symbol.asyncDispose]: async () => undefined };
}

/** One statement for many events: each still takes its own number, in its own call. */
export async function append(
  sql: Sql,
  place: Place,
  { times = 1, about, alsoTo }: { times?: number; about?: string; alsoTo?: string[] } = {},
): Promise<void> {
  const payload = { conversationId: ulid(), memberId: 'someone', lastReadSeq: 0 };
  await sql`
    select append_event(${place.kind}, ${place.owner}, ${place.context}, 'conversation.read', ${sql.json(payload)},
      ${about ?? null}, ${alsoTo ?? null}::text[])
    from generate_series(1, ${times})`;
}

/** The number in the log also as the payload, so that what arrived can be compared with where it stood. */
function asStored({ context, seq, payload }: StoredEvent): WireEvent {
  return { context, event: 'conversation.read', payload: { ...payload, lastReadSeq: seq }, id: seq } as WireEvent;
}

function domains(sql: Sql, hydrate: Hydrate): ContextRegistry {
  const contexts = new ContextRegistry();
  const hydrateAll = async (_ref: ContextRef, stored: StoredEvent[]) =>
    stored.map(hydrate).filter((event) => event !== null);
  const membersOf = async (conversationId: string) => {
    const rows = await sql<{ id: string }[]>`
      select member_id as id from conversation_members where conversation_id = ${conversationId} and left_at is null`;
    return rows.map((row) => row.id);
  };
  contexts.register('user', {
    readable: async (principal, refs) =>
      refs.filter((ref) => principal.kind === 'user' && principal.userId === ref.userId),
    hydrate: hydrateAll,
  });
  // Every person may listen to every sandbox here, as a whole organization may to its own.
  contexts.register('sandbox', {
    readable: async (principal, refs) => (principal.kind === 'user' ? refs : []),
    hydrate: hydrateAll,
  });
  contexts.register('conversation', {
    readable: async (principal, refs) => {
      if (principal.kind !== 'user') return [];
      const rows = await sql<{ id: string }[]>`
        select conversation_id as id from conversation_members where member_id = ${principal.userId} and left_at is null
          and conversation_id = any(${refs.map((ref) => ref.conversationId)})`;
      return refs.filter((ref) => rows.some((row) => row.id === ref.conversationId));
    },
    hydrate: hydrateAll,
  });
  contexts.registerMembers(membersOf);
  return contexts;
}

async function sessionOf(sql: Sql, sessionId: string): Promise<SessionPrincipal | null> {
  const [row] = await sql<{ userId: string }[]>`
    select user_id as "userId" from sessions where id = ${sessionId} and revoked_at is null`;
  return row === undefined ? null : { kind: 'user', userId: row.userId, sessionId, isOperator: false };
}

async function addPerson(sql: Sql, name: string): Promise<SessionPrincipal> {
  const userId = `${name}_${ulid()}`;
  const sessionId = ulid();
  await sql`insert into users (id, email, name, pepper) values (${userId}, ${`${userId}@home.test`}, ${name}, 'p')`;
  await sql`insert into sessions (id, user_id, expires_at) values (${sessionId}, ${userId}, now() + interval '1 day')`;
  return { kind: 'user', userId, sessionId, isOperator: false };
}

async function addSandbox(sql: Sql, owner: SessionPrincipal): Promise<Place> {
  const id = `sandbox_${ulid()}`;
  await sql`
    insert into sandboxes (id, owner_id, label, flag, runtime, status)
    values (${id}, ${owner.userId}, 'Agent', 'A', 'external', 'running')`;
  return { kind: 'sandbox', owner: id, context: sandboxContext(id) };
}

async function addConversation(sql: Sql, sandbox: Place, members: SessionPrincipal[]): Promise<Place & { id: string }> {
  const id = ulid();
  await sql`insert into conversations (id, sandbox_id, created_by) values (${id}, ${sandbox.owner}, 'someone')`;
  for (const { userId } of members) {
    await sql`insert into conversation_members (conversation_id, member_id, kind) values (${id}, ${userId}, 'user')`;
  }
  return { kind: 'conversation', owner: id, id, context: conversationContext(sandbox.owner, id) };
}

async function listenOn(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/connect`;
}

async function close(
  realtime: Realtime,
  server: Server,
  clients: DatabaseClients,
  database: AsyncDisposable,
): Promise<void> {
  await realtime[Symbol.asyncDispose]();
  server.close();
  await clients.close();
  await database[Symbol.asyncDispose]();
}
