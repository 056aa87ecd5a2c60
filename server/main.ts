import { announce } from './announce.ts';
import { createAppContext } from './app-context.ts';
import { startBuiltinAgents } from './bots/builtin/supervisor.ts';
import { openDatabase } from './db/open.ts';
import { readEnv, tellNextAuth } from './env.ts';
import { createHandlers } from './handlers.ts';
import { openFrontDoor } from './http.ts';
import { Lifetimes } from './lifetimes.ts';
import { createLog } from './log.ts';
import { openNextPages } from './next-pages.ts';
import { presentToPages } from './running-server.ts';
import { StartFailure } from './start-failure.ts';

const stopSignals = ['SIGTERM', 'SIGINT'] as const;

async function main(): Promise<void> {
  const living = new Lifetimes();
  try {
    await live(living);
  } finally {
    await living.end();
  }
}

async function live(living: Lifetimes): Promise<void> {
  const stopped = new Promise<string>((resolve) => {
    for (const signal of stopSignals) process.on(signal, () => resolve(signal));
  });
  const env = readEnv();
  const log = createLog(env.log);

  const door = await openFrontDoor(env, log);
  living.defer(() => door.close());
  const database = living.use(await openDatabase(env, log));
  const app = living.use(await createAppContext({ env, log, port: door.port, database: database.address }));
  tellNextAuth(app.publicUrl);
  globalThis.clawChat = presentToPages(app);
  const pages = await openNextPages(env, door.port);
  living.defer(() => pages.close());

  door.serve(createHandlers(app, pages));
  const agents = living.use(startBuiltinAgents(app, door.ownUrl));
  await announce(app);

  log.info(`${await stopped}: finishing what is under way`);
  door.drain();
  // Before the door closes: an agent's answer that is under way still goes through it.
  await agents[Symbol.asyncDispose]();
  await Promise.all([app.botStreams.drain(), app.realtime.drain()]);
  await door.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof StartFailure) process.stderr.write(`${error.sentence}\n`);
    else process.stderr.write(`Claw Chat stopped: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(error instanceof StartFailure ? error.exitCode : 1);
  },
);
