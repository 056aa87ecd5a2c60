import type { AppContext } from '#server/app-context.ts';
import type { Sql } from '#server/db/client.ts';
import type { SendingDeps, Transports } from '#server/notifications/dispatches/send.ts';
import type { Transport } from '#server/notifications/transport.ts';

/** A node that dies in the middle of what it does: it says nothing more, and what it had not committed is gone. */
export class Killed extends Error {}

/** Between any two steps a node can die: before a statement, before and after a commit, before and after a handing. */
export class Life {
  /** Steps taken. */
  steps = 0;
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  get isOver(): boolean {
    return this.steps > this.#max;
  }

  step(): void {
    if (this.steps <= this.#max) this.steps += 1;
    if (this.isOver) throw new Killed();
  }
}

export type Node = AppContext & SendingDeps;

/** A node on the same database and the same services, that lives as long as this. */
export function nodeOf(app: AppContext, transports: Transports, life: Life): Node {
  return {
    ...app,
    // What a dying node says is no news.
    log: app.log.child({}, { level: 'silent' }),
    sql: mortalSql(app.sql, life),
    transports: { web: mortalTransport(transports.web, life), expo: mortalTransport(transports.expo, life) },
  };
}

/** What postgres.js makes of a template: it runs when it is waited for, and a fragment that stands in another never is. */
interface Query {
  handle?(): Promise<void>;
}

function mortalSql(sql: Sql, life: Life): Sql {
  return new Proxy(sql, {
    apply: (target, self, args: unknown[]) => mortalQuery(Reflect.apply(target as never, self, args) as Query, life),
    get: (target, name) => {
      if (name !== 'begin') return Reflect.get(target, name, target) as unknown;
      return (...args: unknown[]) => begin(target, args, life);
    },
  });
}

function mortalQuery(query: Query, life: Life): Query {
  const handle = query.handle?.bind(query);
  if (handle === undefined) return query;
  let isBegun = false;
  query.handle = () => {
    if (!isBegun) life.step();
    isBegun = true;
    return handle();
  };
  return query;
}

async function begin(sql: Sql, args: unknown[], life: Life): Promise<unknown> {
  const work = args.at(-1) as (tx: Sql) => Promise<unknown>;
  const inside = async (tx: Sql) => {
    const result = await work(mortalSql(tx, life));
    life.step();
    return result;
  };
  const result: unknown = await (sql.begin as (...all: unknown[]) => Promise<unknown>)(...args.slice(0, -1), inside);
  life.step();
  return result;
}

function mortalTransport(transport: Transport, life: Life): Transport {
  return {
    hand: async (all) => {
      life.step();
      const handed = await transport.hand(all);
      life.step();
      return handed;
    },
    receipts: async (tickets) => {
      life.step();
      return transport.receipts(tickets);
    },
  };
}
