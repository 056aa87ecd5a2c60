/** What a secret of ours looks like, whatever its name. Random ones have 32 bytes: 43 characters of base64url. */
const shapes: [string, RegExp][] = [
  ['a key', /\bcc[kb]_[0-9a-z]{26}_/],
  ['a secret that signs webhooks', /whsec_[A-Za-z0-9+/]/],
  ['a sealed cookie or a token', /\beyJ[\w-]+\.[\w-]*\.[\w-]/],
  ['32 random bytes: a session, a ticket, a link or a key', /(?<![\w-])[\w-]{43}(?![\w-])/],
  ['a ticket', /[?&]ticket=/],
  ['a key of a model’s endpoint', /\bsk-[\w-]{8,}/],
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
