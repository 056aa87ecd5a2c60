import { secretShapes } from '#lib/std/secret-shapes.ts';

/** What only a log must not tell: elsewhere it stands for an example, or for something as long and random as a secret. */
const shapes: readonly (readonly [string, RegExp])[] = [
  ...secretShapes,
  ['32 random bytes: a session, a ticket, a link or a key', /(?<![\w-])[\w-]{43}(?![\w-])/],
  ['a ticket', /[?&]ticket=/],
  ['a password hash', /scrypt\$/],
  ['a password of the tests', /correct horse battery|a long enough password/],
  ['the secret of the tests', /a secret that is good enough for a test/],
];

/** The lines of a log that tell what nobody may read there. Every app of every test is held against it when it ends. */
export function secretsInLog(log: string): string[] {
  return log.split('\n').flatMap((line) => {
    const found = shapes.find(([, shape]) => shape.test(line));
    return found === undefined ? [] : [`${found[0]}: ${line.slice(0, 300)}`];
  });
}
