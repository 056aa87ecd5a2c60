import { existsSync } from 'node:fs';
import { exitCodes } from '#server/exit-codes.mjs';
import { inCheckout } from './checkout.mjs';
import { Stop } from './stop.mjs';

/** Where the project brings its own Node, the one at hand only has to run the bootstrap and npm. */
const OLDEST_FOR_BOOTSTRAP = '20.9.0';
/** The first that runs TypeScript as it is. */
const OLDEST_FOR_THE_APP = '22.18.0';

const bringsItsOwn = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);

export function refuseOldNode(version = process.versions.node) {
  const oldest = bringsItsOwn ? OLDEST_FOR_BOOTSTRAP : OLDEST_FOR_THE_APP;
  if (!isOlder(version, oldest)) return;
  throw new Stop(
    exitCodes.node_unsupported,
    `This is Node ${version}, and Claw Chat needs ${oldest} or newer here. Install a newer one from nodejs.org, then run the same command again.`,
  );
}

/** The Node that runs everything but the bootstrap. */
export function pinnedNode() {
  const pinned = inCheckout('node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  return bringsItsOwn && existsSync(pinned) ? pinned : process.execPath;
}

/** @param {string} version @param {string} other */
function isOlder(version, other) {
  const [a = [], b = []] = [version, other].map((text) => text.split('.').map(Number));
  return (a[0] - b[0] || a[1] - b[1] || a[2] - b[2]) < 0;
}
