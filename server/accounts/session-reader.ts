import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/client.ts';

export interface LiveSession {
  id: string;
  userId: string;
  isOperator: boolean;
  lastSeenAt: Date;
}

/**
 * Every request asks for its session. Those that arrive in one turn of the loop are answered by one statement, which begins
 * after the last of them has arrived: a session that was revoked before is out, however many ask.
 */
export class SessionReader {
  readonly #sql: Sql;
  readonly #clock: Clock;
  #asked = new Set<string>();
  #answer: Promise<Map<string, LiveSession>> | null = null;

  constructor(sql: Sql, clock: Clock) {
    this.#sql = sql;
    this.#clock = clock;
  }

  /** Null once it has expired or was revoked, or its person was disabled. */
  async read(sessionId: string): Promise<LiveSession | null> {
    this.#asked.add(sessionId);
    this.#answer ??= nextTurn().then(() => this.#readAsked());
    return (await this.#answer).get(sessionId) ?? null;
  }

  async #readAsked(): Promise<Map<string, LiveSession>> {
    const asked = [...this.#asked];
    this.#asked = new Set();
    this.#answer = null;
    const sql = this.#sql;
    const live = await sql<LiveSession[]>`
      select s.id, u.id as "userId", u.is_operator as "isOperator", s.last_seen_at as "lastSeenAt"
      from sessions s join users u on u.id = s.user_id
      where s.id = any(${asked}) and s.revoked_at is null and s.expires_at > ${this.#clock.now()}
        and u.disabled_at is null`;
    return new Map(live.map((session) => [session.id, session]));
  }
}
