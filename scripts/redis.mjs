// Brings a Redis for the tests and prints where it is: the system's, or one that we install where we may.
//   node scripts/redis.mjs
import { installFromDebian, mayInstall, onPath } from './debian.mjs';

const find = () => onPath('redis-server') ?? onPath('valkey-server');

async function ensureRedis() {
  if (!find() && mayInstall()) await installFromDebian({ name: 'redis-server', purpose: 'the cluster tests', find });
  const found = find();
  if (found) return found;
  throw new Error(
    `The cluster tests need a Redis (7 or newer), and there is none here. Install one with:\n  ${commandToInstall()}`,
  );
}

function commandToInstall() {
  return onPath('apt-get') ? 'sudo apt-get install --yes redis-server' : 'brew install redis';
}

try {
  console.log(await ensureRedis());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
