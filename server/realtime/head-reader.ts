import { contextPath, type ContextRef } from '#lib/contexts.ts';
import type { Sql } from '../db/client.ts';
import { readHeads } from './event-log.ts';

/** Heads that are asked for in one turn are read in one statement: whoever subscribes to two hundred contexts costs one. */
export class HeadReader {
  readonly #sql: Sql;
  #asked: ContextRef[] = [];
  #answer: Promise<Map<string, number>> | null = null;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Null when there is no such context. */
  async read(ref: ContextRef): Promise<number | null> {
    this.#asked.push(ref);
    this.#answer ??= Promise.resolve().then(() => this.#readAsked());
    return (await this.#answer).get(contextPath(ref)) ?? null;
  }

  #readAsked(): Promise<Map<string, number>> {
    const asked = this.#asked;
    this.#asked = [];
    this.#answer = null;
    return readHeads(this.#sql, asked);
  }
}
