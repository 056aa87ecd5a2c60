import type { AppContext } from '#server/app-context.ts';
import type { Sql } from '#server/db/client.ts';
import type { Transaction } from '#server/db/transaction.ts';

/**
 * The same app for one caller, and how many statements that caller has run with it: what the product does by itself
 * meanwhile is not among them. A transaction's beginning and end aren't counted, its statements are.
 */
export function countStatements(app: AppContext): { app: AppContext; take(): number } {
  let count = 0;
  const counted = () => void (count += 1);
  return {
    app: {
      ...app,
      sql: countedSql(app.sql, counted),
      transaction: (work) => app.transaction((tx) => work({ ...tx, db: countedDb(tx.db, counted) })),
    },
    take: () => {
      const taken = count;
      count = 0;
      return taken;
    },
  };
}

/** What postgres.js makes of a template: it runs when it is waited for, and a fragment that stands in another never is. */
interface Query {
  executed?: boolean;
  handle?(): Promise<void>;
}

function countedSql(sql: Sql, counted: () => void): Sql {
  return new Proxy(sql, {
    apply: (target, self, args: unknown[]) => {
      const query = Reflect.apply(target as never, self, args) as Query;
      const handle = query.handle?.bind(query);
      if (handle === undefined) return query;
      query.handle = () => {
        if (query.executed !== true) counted();
        return handle();
      };
      return query;
    },
  });
}

const running = ['execute', 'insert', 'update', 'delete', 'select'];

function countedDb(db: Transaction['db'], counted: () => void): Transaction['db'] {
  return new Proxy(db, {
    get: (target, name) => {
      if (running.includes(String(name))) counted();
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
