import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/client.ts';

export interface LiveSession {
  id: string;
  userId: string;
  isOperator: boolean;
  lastSeenAt: Date;
}

/** Two, so that a connection that hangs holds nobody up but those whom it was to answer. */
const atOnceMax = 2;

/**
 * Every request asks for its session. Those that arrive in one turn of the loop, or while others are being answered, share a
 * statement, which begins after the last of them has arrived: a session that was revoked before is out, however many ask.
 */
export class SessionReader {
  readonly #sql: Sql;
  readonly #clock: Clock;
  readonly #running = new Set<Promise<unknown>>();
  #asked = new Set<string>();
  #answer: Promise<Map<string, LiveSession>> | null = null;

  constructor(sql: Sql, clock: Clock) {
    this.#sql = sql;
    this.#clock = clock;
  }

  /** Null once it has expired or was revoked, or its person was disabled. */
  async read(sessionId: string): Promise<LiveSession | null> {
    this.#asked.add(sessionId);
    this.#answer ??= this.#answerAsked();
    return (await this.#answer).get(sessionId) ?? null;
  }

  async #answerAsked(): Promise<Map<string, LiveSession>> {
    await nextTurn();
    while (this.#running.size >= atOnceMax) await Promise.race(this.#running);
    const asked = [...this.#asked];
    this.#asked = new Set();
    this.#answer = null;
    const reading = this.#readLive(asked);
    const over: Promise<unknown> = Promise.allSettled([reading]).finally(() => this.#running.delete(over));
    this.#running.add(over);
    return reading;
  }

  async #readLive(ids: string[]): Promise<Map<string, LiveSession>> {
    const sql = this.#sql;
    const live = await sql<LiveSession[]>`
      select s.id, u.id as "userId", u.is_operator as "isOperator", s.last_seen_at as "lastSeenAt"
      from sessions s join users u on u.id = s.user_id
      where s.id = any(${ids}) and s.revoked_at is null and s.expires_at > ${this.#clock.now()}
        and u.disabled_at is null`;
    return new Map(live.map((session) => [session.id, session]));
  }
}
