// What `npm start`, `npm run dev`, `npm test`, `npm run check` and their like run first. It needs git's files and some
// Node, brings everything else up to date, and hands over to the Node that the project brings along. So everything that
// it imports is plain JavaScript without dependencies, for Node 20.9.

import { exitCodes } from '#server/exit-codes.mjs';
import { ensureBuilt } from './bootstrap/build.mjs';
import { inCheckout } from './bootstrap/checkout.mjs';
import { ensureInstalled } from './bootstrap/install.mjs';
import { holdCheckout, holdDataDir } from './bootstrap/locks.mjs';
import { pinnedNode, refuseOldNode } from './bootstrap/node-version.mjs';
import { handOver } from './bootstrap/hand-over.mjs';
import { asStop, Stop } from './bootstrap/stop.mjs';

const [name = 'start', ...args] = process.argv.slice(2);

/** @type {Record<string, () => Promise<number>>} */
const commands = {
  async start() {
    holdDataDir();
    await prepare({ build: true });
    return handOver([pinnedNode(), 'server/main.ts', ...args], { NODE_ENV: 'production' });
  },
  async dev() {
    holdDataDir();
    await prepare({ build: false });
    return handOver([pinnedNode(), 'server/main.ts', ...args], { NODE_ENV: 'development' });
  },
  async test() {
    await prepare({ build: false });
    return handOver([pinnedNode(), 'scripts/test.mjs', ...args]);
  },
  async check() {
    await prepare({ build: false });
    return handOver([pinnedNode(), 'scripts/check.mjs', ...args]);
  },
  async pictures() {
    await prepare({ build: false });
    const playwright = inCheckout('node_modules', '@playwright', 'test', 'cli.js');
    return handOver([pinnedNode(), playwright, 'test', '--config=playwright.pictures.config.ts', '--reporter=list']);
  },
  async drill() {
    await prepare({ build: false });
    return handOver([pinnedNode(), 'drills/run.ts', ...args]);
  },
  async bench() {
    await prepare({ build: false });
    return handOver([pinnedNode(), 'bench/run.ts', ...args]);
  },
  async 'openclaw:e2e'() {
    await prepare({ build: false });
    return handOver([pinnedNode(), 'scripts/openclaw-e2e.ts', ...args]);
  },
  async backup() {
    await prepare({ build: false });
    return handOver([pinnedNode(), 'scripts/backup.ts', ...args]);
  },
  async restore() {
    holdDataDir();
    await prepare({ build: false });
    return handOver([pinnedNode(), 'scripts/restore.ts', ...args]);
  },
  ci: () => handOver(['bash', '.ci/run']),
};

/** One process at a time: two commands in one checkout would install and build into each other. @param {{ build: boolean }} what */
async function prepare({ build }) {
  const release = await holdCheckout();
  try {
    await ensureInstalled();
    if (build) await ensureBuilt('.next');
  } finally {
    release();
  }
}

try {
  refuseOldNode();
  const command = commands[name];
  if (!command)
    throw new Stop(
      exitCodes.unknown_command,
      `There is no command "${name}". The commands are ${Object.keys(commands).join(', ')}.`,
    );
  process.exitCode = await command();
} catch (error) {
  const stop = asStop(error);
  if (stop === null) throw error;
  console.error(stop.message);
  process.exitCode = stop.exitCode;
}
