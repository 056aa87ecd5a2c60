import type { TransactionSql } from 'postgres';
import { backoffMs } from '#lib/realtime/backoff.ts';
import type { Sql } from '../db/client.ts';
import { sqlState } from '../db/transaction.ts';
import { isDatabaseAway } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { LoggedEvent } from './event-log.ts';

/** The bound of how long a lost wake-up can go unnoticed. */
const pollEveryMs = 5_000;
const batchSize = 500;
const awayMs = 500;
/** Somebody else moved the cursor between our snapshot and our lock. */
const serialisationFailure = '40001';

export type ConsumerTransaction = TransactionSql<{ bigint: number }>;

/**
 * An effect of events. `handle` writes its rows in the transaction that moves the cursor, so each event takes effect exactly
 * once; it is called again with the same events when that transaction fails, so it does nothing but write rows.
 * Order holds within a context, never between contexts.
 */
export interface Consumer {
  name: string;
  /** Nobody waits for what it writes: it looks on its timer and no send wakes it. */
  isPatient?: true;
  /** How long it rests after a pass: what is said meanwhile is the work of one, so that a busy log doesn't cost a pass for each message. */
  restMs?: number;
  handle(tx: ConsumerTransaction, events: LoggedEvent[]): Promise<void>;
  /** What `handle` wrote is committed: whoever waits for it can be woken. */
  committed?(): void;
}

export interface RunningConsumer {
  /** How often it has read the log, and what it found there. */
  stats(): { passes: number; events: number; failures: number };
  [Symbol.asyncDispose](): Promise<void>;
}

interface ConsumerDeps {
  sql: Sql;
  log: Logger;
  onWake(listener: () => void): () => void;
  random?(): number;
  setTimeout?(run: () => void, ms: number): NodeJS.Timeout;
}

export async function startConsumer(deps: ConsumerDeps, consumer: Consumer): Promise<RunningConsumer> {
  await placeCursor(deps.sql, consumer.name);
  const loop = new ConsumerLoop(deps, consumer);
  loop.wake();
  return loop;
}

/**
 * A new consumer starts now: an effect that didn't exist owes nothing for what was said before it did. From the log's
 * beginning it would send a month of pushes on the day that it is installed.
 */
async function placeCursor(sql: Sql, name: string): Promise<void> {
  await sql`insert into consumers (name, cursor) values (${name}, pg_current_snapshot()) on conflict do nothing`;
}

/**
 * Hands over everything committed since the last time. The cursor is a snapshot: which transactions had been seen. A number
 * could not say it, since transactions commit in another order than they begin: one that is still open hides below a
 * number that is passed. REPEATABLE READ makes the events that are read and the cursor that is stored the same moment.
 */
export async function consume(sql: Sql, consumer: Consumer): Promise<number> {
  const count = await consumeInTransaction(sql, consumer);
  if (count > 0) consumer.committed?.();
  return count;
}

function consumeInTransaction(sql: Sql, consumer: Consumer): Promise<number> {
  return sql.begin('isolation level repeatable read', async (tx) => {
    const first = await readUnseen(tx, consumer.name);
    if (first.length === 0) return 0;
    const count = first.length > batchSize ? await handInBatches(tx, consumer) : await hand(tx, consumer, first);
    await tx`update consumers set cursor = pg_current_snapshot(), updated_at = now() where name = ${consumer.name}`;
    return count;
  });
}

/**
 * Takes the cursor's row and looks, in one statement; one more than a batch says that there are several. Skipping, not waiting:
 * after waiting for another node our snapshot would be older than the cursor, a sure failure.
 */
function readUnseen(tx: ConsumerTransaction, name: string) {
  return tx<LoggedEvent[]>`
    select context, seq, type, payload, about, also_to as "alsoTo", at from unseen_events(${name}, ${batchSize + 1})`;
}

/** From a database cursor, so that a long absence costs time and no memory. */
async function handInBatches(tx: ConsumerTransaction, consumer: Consumer): Promise<number> {
  await tx`
    declare unseen no scroll cursor for
    select e.context, e.seq, e.type, e.payload, e.about, e.also_to as "alsoTo", e.at from events e, consumers c
    where c.name = ${consumer.name} and e.tx >= pg_snapshot_xmin(c.cursor) and not pg_visible_in_snapshot(e.tx, c.cursor)
    order by e.context, e.seq`;
  let count = 0;
  for (;;) {
    const events = await tx<LoggedEvent[]>`fetch ${tx.unsafe(String(batchSize))} from unseen`;
    if (events.length > 0) count += await hand(tx, consumer, events);
    if (events.length < batchSize) return count;
  }
}

async function hand(tx: ConsumerTransaction, consumer: Consumer, events: readonly LoggedEvent[]): Promise<number> {
  await consumer.handle(tx, [...events]);
  return events.length;
}

type LoopState =
  | { kind: 'idle' }
  | { kind: 'running'; again: boolean; done: Promise<void> }
  | { kind: 'resting'; again: boolean; timer: NodeJS.Timeout }
  /** It failed. Wake-ups don't shorten the wait: what failed once would fail at the rate of the messages. */
  | { kind: 'waiting'; timer: NodeJS.Timeout }
  | { kind: 'stopped' };

class ConsumerLoop implements RunningConsumer {
  readonly #deps: ConsumerDeps;
  readonly #consumer: Consumer;
  readonly #poll: NodeJS.Timeout;
  readonly #forget: () => void;
  readonly #stats = { passes: 0, events: 0, failures: 0 };
  #state: LoopState = { kind: 'idle' };
  #failuresInARow = 0;

  constructor(deps: ConsumerDeps, consumer: Consumer) {
    this.#deps = deps;
    this.#consumer = consumer;
    this.#forget = consumer.isPatient === true ? () => undefined : deps.onWake(() => this.wake());
    this.#poll = setInterval(() => this.wake(), pollEveryMs).unref();
  }

  stats(): { passes: number; events: number; failures: number } {
    return { ...this.#stats };
  }

  wake(): void {
    if (this.#state.kind === 'running' || this.#state.kind === 'resting') this.#state.again = true;
    if (this.#state.kind === 'idle') this.#start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#forget();
    clearInterval(this.#poll);
    const state = this.#state;
    if (state.kind === 'waiting' || state.kind === 'resting') clearTimeout(state.timer);
    this.#state = { kind: 'stopped' };
    if (state.kind === 'running') await state.done;
  }

  #start(): void {
    this.#state = { kind: 'running', again: false, done: this.#pass() };
  }

  async #pass(): Promise<void> {
    const failure = await this.#consume();
    if (this.#state.kind !== 'running') return;
    if (failure !== null) return this.#wait(failure);
    this.#failuresInARow = 0;
    this.#rest(this.#state.again);
  }

  #rest(again: boolean): void {
    const { restMs = 0 } = this.#consumer;
    if (restMs === 0) return this.#rested(again);
    const { setTimeout: later = setTimeout } = this.#deps;
    const timer = later(() => {
      if (this.#state.kind === 'resting') this.#rested(this.#state.again);
    }, restMs);
    this.#state = { kind: 'resting', again, timer };
  }

  #rested(again: boolean): void {
    this.#state = { kind: 'idle' };
    if (again) this.#start();
  }

  async #consume(): Promise<unknown> {
    try {
      this.#stats.passes += 1;
      this.#stats.events += await consume(this.#deps.sql, this.#consumer);
      return null;
    } catch (error) {
      return error;
    }
  }

  #wait(failure: unknown): void {
    const { setTimeout: later = setTimeout } = this.#deps;
    const timer = later(() => this.#start(), this.#pauseAfter(failure));
    this.#state = { kind: 'waiting', timer };
  }

  /** A database that is away says nothing of the effect: it is looked for as often as ever, or its return would be noticed late. */
  #pauseAfter(failure: unknown): number {
    const { random = Math.random } = this.#deps;
    if (sqlState(failure) === serialisationFailure) return 0;
    if (isDatabaseAway(failure)) return awayMs * (0.5 + random());
    this.#complain(failure);
    return backoffMs(this.#failuresInARow, random);
  }

  #complain(failure: unknown): void {
    this.#failuresInARow += 1;
    this.#stats.failures += 1;
    this.#deps.log.error(
      { err: failure, consumer: this.#consumer.name },
      'An effect failed; its events will be tried again.',
    );
  }
}
