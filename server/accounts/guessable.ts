import { Fault } from '../errors.ts';

/** What people take for passwords again and again, in the lists of those that leaked. Lower case, letters only. */
const common =
  'password passwort passwd passwords motdepasse contrasena senha wachtwoord haslo parola letmein welcome willkommen ' +
  'bienvenue admin administrator root user guest login signin access secret private changeme change default master ' +
  'qwerty qwertz azerty asdf zxcv iloveyou loveyou ilove love lovely sunshine princess football fussball baseball ' +
  'basketball soccer hockey monkey dragon shadow superman batman spiderman starwars pokemon naruto trustno computer ' +
  'internet michael michelle jennifer jessica jordan charlie daniel thomas andrew robert anthony matthew joshua ashley ' +
  'nicole hunter ranger buster killer pepper ginger cookie summer winter spring autumn sommer hallo hello freedom ' +
  'whatever blink liverpool chelsea arsenal barcelona google facebook samsung apple android windows linux server test ' +
  'testing demo temp temporary example sample service system manager support company agent agents chat claw clawchat';
/** Rows of keys, letters and digits in their order. */
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
];
/** Signs that stand for letters which they look like. */
const lookalikes: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

const words = new Set(common.split(' '));
const walks = [...rows, ...rows.map((row) => [...row].reverse().join(''))];
/** Pieces that whoever guesses has to find. A sign of no known word is one, a known word as well. */
const piecesMin = 6;

/**
 * Refuses what is tried first: words that many take, or that are about this person or this place, rows of keys, years,
 * repetitions, and a few of them one behind the other. The list is short on purpose: length is the rule, this is for what is
 * long and still no secret.
 */
export function refuseGuessable(password: string, { field, about }: { field: string; about: readonly string[] }): void {
  if (piecesOf(password, about) >= piecesMin) return;
  const message = 'must not be one that is easy to guess';
  throw new Fault(
    'invalid_input',
    `That password is easy to guess. Take some words that have nothing to do with you.`,
    {
      issues: [{ path: field, message }],
    },
  );
}

/** How many pieces a password has at least, with the longest known one taken first at each place. */
export function piecesOf(password: string, about: readonly string[] = []): number {
  const plain = password.normalize('NFKC').toLowerCase();
  const known = new Set([...words, ...about.flatMap(wordsOf)]);
  const alike = [...plain].map((sign) => lookalikes[sign] ?? sign).join('');
  const seen = new Set<string>();
  let pieces = 0;
  for (let at = 0; at < plain.length;) {
    const length = Math.max(
      1,
      walkAt(plain, at),
      repeatAt(plain, at),
      yearAt(plain, at),
      wordAt(alike, at, known),
      wordAt(plain, at, known),
    );
    const piece = plain.slice(at, at + length);
    // What was said before adds nothing.
    if (length === 1 || !seen.has(piece)) pieces += 1;
    seen.add(piece);
    at += length;
  }
  return pieces;
}

/** Names, addresses, hosts: their words, and themselves. */
function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  return [plain, plain.replaceAll(/[^\p{L}\p{N}]/gu, ''), ...plain.split(/[^\p{L}\p{N}]+/u)].filter(
    (word) => word.length >= 3,
  );
}

function wordAt(text: string, at: number, known: Set<string>): number {
  for (let length = Math.min(text.length - at, 60); length >= 3; length--)
    if (known.has(text.slice(at, at + length))) return length;
  return 0;
}

function walkAt(text: string, at: number): number {
  let length = 3;
  while (at + length <= text.length && walks.some((walk) => walk.includes(text.slice(at, at + length)))) length++;
  return length > 3 ? length - 1 : 0;
}

/** Of one sign, or of a few that go on: from the first to the last. */
function repeatAt(text: string, at: number): number {
  const [found = ''] = /^(.{1,4}?)\1{2,}/su.exec(text.slice(at)) ?? [];
  return found.length;
}

function yearAt(text: string, at: number): number {
  return /^(?:19|20)\d\d/.test(text.slice(at)) ? 4 : 0;
}
