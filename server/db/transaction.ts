import type { Database } from './client.ts';

type DrizzleTransaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export interface Transaction {
  db: DrizzleTransaction;
  /** Names a context that this transaction appended to; those who wait for it are woken after the commit. */
  touch(context: string): void;
  /** Runs after the commit, never after a rollback. For what can always be repeated from what was committed. */
  afterCommit(effect: () => void): void;
}

export type Transact = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;

/** Deadlock and serialisation failure: somebody else went first, and the same work will succeed on a new try. */
const retryable = new Set(['40P01', '40001']);
const retriesMax = 3;

export function createTransact(db: Database, wake: (contexts: Iterable<string>) => void): Transact {
  return async (work) => {
    for (let attempt = 0; ; attempt++) {
      const touched = new Set<string>();
      const effects: (() => void)[] = [];
      try {
        const result = await db.transaction((inner) =>
          work({
            db: inner,
            touch: (context) => touched.add(context),
            afterCommit: (effect) => effects.push(effect),
          }),
        );
        wake(touched);
        for (const effect of effects) effect();
        return result;
      } catch (error) {
        if (attempt >= retriesMax || !retryable.has(sqlState(error))) throw error;
      }
    }
  };
}

/** The five-character SQLSTATE of a database error, wherever in the chain of causes it stands; else ''. */
export function sqlState(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)) return error.code;
  return sqlState(error.cause);
}
