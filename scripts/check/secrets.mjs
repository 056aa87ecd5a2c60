// Secrets that stand in a file which git has, or would take with the next `git add`. What is found and is none has its line
// in .not-secrets.json: the file, the hash of the very text, and why. Moved lines stay allowed; another secret is not.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { secretShapes } from '#lib/std/secret-shapes.ts';
import { LOCKFILES } from './lockfile.mjs';

const ALLOWED = '.not-secrets.json';
/** @typedef {{ file: string, what: string, text: string, line: number }} Found */
/** @typedef {{ file: string, sha256: string, why: string }} Allowed */

export async function checkSecrets() {
  const files = filesOfGit();
  if (files === null) return { note: 'nothing was looked at: this is no checkout of git' };
  const allowed = existsSync(ALLOWED) ? JSON.parse(readFileSync(ALLOWED, 'utf8')) : [];
  const found = files.flatMap((file) => [...secretsIn(file, readFileSync(file))]);
  const problems = judge(found, allowed);
  return problems.length === 0 ? null : problems.join('\n');
}

/** @param {string} file @param {Buffer} bytes @returns {Generator<Found>} */
export function* secretsIn(file, bytes) {
  if (/^\.env(?!\.example$)/.test(basename(file)))
    yield { file, what: 'a file of the environment', text: basename(file), line: 1 };
  // Hashes of packages, one a line: a step of its own judges them.
  if (bytes.includes(0) || LOCKFILES.includes(file)) return;
  for (const [index, text] of bytes.toString('utf8').split('\n').entries()) {
    const told = [];
    for (const [what, secret] of secretsInLine(text)) {
      // The surest shape comes first; the others see the same text, or a little more of it.
      if (told.some((one) => one.includes(secret) || secret.includes(one))) continue;
      told.push(secret);
      yield { file, what, text: secret, line: index + 1 };
    }
  }
}

/** @param {string} line @returns {Generator<readonly [what: string, secret: string]>} */
function* secretsInLine(line) {
  for (const [what, shape] of secretShapes)
    for (const [secret] of line.matchAll(new RegExp(shape, 'g'))) yield [what, secret];
  for (const [, password = ''] of line.matchAll(PASSWORD_IN_ADDRESS))
    if (!EXAMPLES.has(password)) yield ['a password in an address', password];
  for (const [secret] of line.replaceAll(ULID, '').matchAll(WORD))
    if (isRandom(secret)) yield ['a random text', secret];
  for (const [, value = ''] of line.matchAll(ASSIGNED)) if (isDrawn(value)) yield ['a value named as a secret', value];
}

const PASSWORD_IN_ADDRESS = /\b[a-z][a-z+]+:\/\/[^\s:/@'"`<>${}]*:([^\s:/@'"`<>${}]+)@/g;
/** What stands for a password where an address is explained. */
const EXAMPLES = new Set(['password', 'secret']);
const ULID = /\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g;
const WORD = /(?<![\w+/=-])[\w+/=-]{24,}(?![\w+/=-])/g;
const ASSIGNED =
  /(?:secret|passw(?:or)?d|token|api[_-]?key|private[_-]?key|encryption[_-]?key)["'\]]*\s*[:=]\s*["'`]?([\w+/=.-]{16,})/gi;

/** Letters of both kinds and digits, about as mixed as chance mixes them. Words, paths and hashes in hex are not. */
function isRandom(text) {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && bitsPerCharacter(text) >= 4;
}

/** Under such a name hex is a secret as well; the names of other things are words without a digit. */
function isDrawn(text) {
  return /\d/.test(text) && /[a-z]/i.test(text) && bitsPerCharacter(text) >= 3;
}

function bitsPerCharacter(text) {
  const counts = new Map();
  for (const one of text) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}

/** @param {Found[]} found @param {Allowed[]} allowed @returns {string[]} */
export function judge(found, allowed) {
  const isSame = (one, other) => one.file === other.file && hashOf(one.text) === other.sha256;
  const secrets = found
    .filter((one) => !allowed.some((other) => isSame(one, other)))
    .map(
      ({ file, what, text, line }) =>
        `secret: ${file}:${line} looks like ${what} (${text.slice(0, 6)}…)\n` +
        `  Take it out and make it anew: git keeps what it once had. Is it none? ${ALLOWED}: {"file": "${file}", "sha256": "${hashOf(text)}", "why": "…"}`,
    );
  const stale = allowed
    .filter((other) => !found.some((one) => isSame(one, other)))
    .map(({ file, why }) => `secret-gone: ${ALLOWED} allows something in ${file} that isn't there any more (${why})`);
  return [...secrets, ...stale];
}

export function hashOf(text) {
  return createHash('sha256').update(text).digest('hex');
}

/** What git has or would take: what it ignores is nobody's business but this machine's. */
function filesOfGit() {
  if (!existsSync('.git')) return null;
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const files = execFileSync('git', args, { encoding: 'utf8', maxBuffer: 2 ** 26 }).split('\0');
  return [...new Set(files)].filter((file) => file !== '' && existsSync(file) && lstatSync(file).isFile());
}
