import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { AppContext } from '#server/app-context.ts';
import type { Sql } from '#server/db/client.ts';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { createTransact } from '#server/db/transaction.ts';

interface Plan {
  Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number };
}

/** The same app on connections on which Postgres tells how each statement went, the very one that was run, with all that it calls. */
export interface Explained extends AsyncDisposable {
  app: AppContext;
  /** Pages of 8 kB that were looked at since the last time, in memory or read into it. */
  takeBuffers(): number;
}

export function openExplained(app: AppContext, address: DatabaseAddress): Explained {
  let buffers = 0;
  const options = {
    max: 1,
    // As the product's own client has it.
    types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
    connection: { session_preload_libraries: 'auto_explain', ...telling },
    onnotice: ({ message = '' }: postgres.Notice) => {
      const at = message.indexOf('plan:\n');
      if (at < 0) return;
      const { Plan: top } = JSON.parse(message.slice(at + 'plan:\n'.length)) as Plan;
      buffers += top['Shared Hit Blocks'] + top['Shared Read Blocks'];
    },
  };
  const open = (): Sql => ('url' in address ? postgres(address.url, options) : postgres({ ...address, ...options }));
  // Two, as the product has them: drizzle replaces the serializers of the one that it is given.
  const [sql, forDrizzle] = [open(), open()];
  const transaction = createTransact(drizzle(forDrizzle), (touched) => app.realtime.wake(touched));
  return {
    app: { ...app, sql, transaction },
    takeBuffers: () => {
      const taken = buffers;
      buffers = 0;
      return taken;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([sql.end(), forDrizzle.end()]);
    },
  };
}

const telling = {
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_format': 'json',
  'auto_explain.log_level': 'notice',
};
