import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inCheckout } from './checkout.mjs';
import { pinnedNode } from './node-version.mjs';
import { runStep } from './step.mjs';

/** Everything that ends up in the pages, or decides how. The server's files count because pages import from them. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'server',
  'next.config.ts',
  'package-lock.json',
  'postcss.config.mjs',
  'tsconfig.json',
];

/** Written last, so that half a build has none. */
const MARKER = 'built-from';

/** Builds the pages into the folder when they are missing or out of date. @param {'.next' | '.next-test'} folder */
export async function ensureBuilt(folder) {
  const wanted = fingerprint();
  const marker = inCheckout(folder, MARKER);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  rmSync(marker, { force: true });
  removeGeneratedTypes();
  await runStep({
    doing: 'Building the pages (about a minute)',
    command: [pinnedNode(), inCheckout('node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
    env: { NODE_ENV: 'production', NEXT_DIST_DIR: folder, NEXT_TELEMETRY_DISABLED: '1' },
    failure: 'build_failed',
  });
  writeFileSync(marker, wanted);
}

/** Those of an earlier build name pages that may be gone, and then fail this one: every folder's types are checked. */
function removeGeneratedTypes() {
  for (const folder of ['.next', '.next-test']) {
    for (const types of [['types'], ['dev', 'types']])
      rmSync(inCheckout(folder, ...types), { recursive: true, force: true });
  }
}

export function fingerprint() {
  const hash = createHash('sha256');
  for (const [name, value] of Object.entries(process.env).sort()) {
    if (name.startsWith('NEXT_PUBLIC_')) hash.update(`${name}=${value}\n`); // the build writes these into the pages
  }
  for (const file of SOURCES.flatMap((source) => filesIn(source))) {
    hash
      .update(`${file}\n`)
      .update(readFileSync(inCheckout(file)))
      .update('\n');
  }
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} in an order that doesn't depend on the file system */
function filesIn(path) {
  const found = statSync(inCheckout(path), { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return /\.test\.tsx?$/.test(path) ? [] : [path];
  return readdirSync(inCheckout(path))
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}
