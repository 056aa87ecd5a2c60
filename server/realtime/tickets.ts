import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/client.ts';

const ticketLifeMs = 30_000;
const ticketBytes = 32;
const sweptAtOnceMax = 100;

/** Whose a ticket was. */
export interface TicketOwner {
  userId: string;
  sessionId: string;
}

/**
 * A right to open one socket, once. It travels in an address, where a browser cannot put a header, so it is worthless to
 * whoever reads it there later, and the database holds only its hash.
 *
 * Sweeps on the way what was never used: `skip locked`, so that two mints never wait for each other.
 */
export async function mintTicket(
  sql: Sql,
  clock: Clock,
  owner: TicketOwner,
): Promise<{ ticket: string; expiresAt: number }> {
  const ticket = randomBytes(ticketBytes).toString('base64url');
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + ticketLifeMs);
  await sql`
    with unused as (
      select hash from connect_tickets where expires_at < ${now} limit ${sweptAtOnceMax} for update skip locked
    ), swept as (
      delete from connect_tickets where hash in (select hash from unused)
    )
    insert into connect_tickets (hash, user_id, session_id, expires_at)
      values (${hashOf(ticket)}, ${owner.userId}, ${owner.sessionId}, ${expiresAt})`;
  return { ticket, expiresAt: expiresAt.getTime() };
}

/** Deleting is taking: of two who come with the same ticket, the row answers one. */
export async function takeTicket(sql: Sql, clock: Clock, ticket: string): Promise<TicketOwner | null> {
  const [taken] = await sql<{ userId: string; sessionId: string; expiresAt: Date }[]>`
    delete from connect_tickets where hash = ${hashOf(ticket)}
      returning user_id as "userId", session_id as "sessionId", expires_at as "expiresAt"`;
  if (taken === undefined || taken.expiresAt <= clock.now()) return null;
  return { userId: taken.userId, sessionId: taken.sessionId };
}

function hashOf(ticket: string): Buffer {
  return createHash('sha256').update(ticket).digest();
}
