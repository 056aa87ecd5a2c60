import type { Env } from '../env.ts';
import { StartFailure } from '../start-failure.ts';
import { connectAlone } from './client.ts';
import { ensureDatabase, startEmbeddedPostgres, type DatabaseAddress } from './embedded.ts';
import { embeddedDatabase, findRunning, hasCluster } from './embedded/running.ts';
import { demandFit } from './open.ts';

/** A database that is used from outside of the app. */
export interface ReachedDatabase extends AsyncDisposable {
  address: DatabaseAddress;
}

type Say = (sentence: string) => void;

/** Of a running app or, where none runs, started for the while. */
export async function reachDatabase(env: Env, say: Say): Promise<ReachedDatabase> {
  if (env.databaseUrl !== null) return elsewhere({ url: env.databaseUrl });
  if (!hasCluster(env.dataDir)) {
    throw new StartFailure('data_unreadable', `There is no database in ${env.dataDir}. Set DATA_DIR to where it is.`);
  }
  const running = findRunning(env.dataDir);
  return running === null ? startAlone(env, say) : elsewhere(running);
}

/** One that an app could use, and the embedded one for nobody else meanwhile. It is made where there is none. */
export async function reachDatabaseAlone(env: Env, say: Say): Promise<ReachedDatabase> {
  const reached = env.databaseUrl === null ? await startAlone(env, say) : elsewhere({ url: env.databaseUrl });
  const sql = connectAlone(reached.address, 'claw-chat look');
  try {
    await demandFit(sql);
    return reached;
  } catch (error) {
    await reached[Symbol.asyncDispose]();
    throw error;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function startAlone({ dataDir }: Env, say: Say): Promise<ReachedDatabase> {
  const server = await startEmbeddedPostgres({ dataDir, onProgress: say });
  return { address: await ensureDatabase(server, embeddedDatabase), [Symbol.asyncDispose]: () => server.stop() };
}

function elsewhere(address: DatabaseAddress): ReachedDatabase {
  return { address, [Symbol.asyncDispose]: async () => undefined };
}
