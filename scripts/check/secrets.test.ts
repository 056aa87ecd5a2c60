import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashOf, judge, secretsIn } from './secrets.mjs';

/** Put together here, so that this file holds none. */
const planted: Record<string, string> = {
  'a bot key': `const key = '${['ccb', '01arz3ndektsv4rrffq69g5fav', random(32)].join('_')}';`,
  'a personal key': `Authorization: Bearer ${['cck', '01arz3ndektsv4rrffq69g5fav', random(32)].join('_')}`,
  'a ticket': `curl https://chat.example.org/connect?ticket=${random(32)}`,
  'a link that sets a password': `[open](https://chat.example.org/reset/${random(32)})`,
  'a secret that signs webhooks': `${'whsec'}_${randomBytes(24).toString('base64')}`,
  'a sealed cookie': ['eyJhbGciOiJkaXIifQ', '', random(12), random(40), random(16)].join('.'),
  'a private key': `-----BEGIN ${'PRIVATE'} KEY-----`,
  'an SSH key': `-----BEGIN OPENSSH ${'PRIVATE'} KEY-----`,
  'a key of a model’s endpoint': `OPENAI_API_KEY=${'sk'}-proj-${random(20)}`,
  'a key of a cloud': `${'AKIA'}ABCDEFGHIJKLMNOP`,
  'a token of a code host': `${'ghp'}_${'a1B2'.repeat(9)}`,
  'a token of a registry': `//packages.example/:_authToken=${'npm'}_${'a1B2'.repeat(9)}`,
  'a token of a chat': `${'xoxb'}-1234567890-abcdef`,
  'a password in an address': `DATABASE_URL=postgres://claw:${'hunter'}${'2'}@db.example.org/claw`,
  'an encryption key in hex': `ENCRYPTION_KEY=${randomBytes(32).toString('hex')}`,
  'a secret in JSON': `{"clientSecret": "${randomBytes(12).toString('hex')}"}`,
};

test.each(Object.entries(planted))(
  '%s is found, in whatever file it stands, and told without itself',
  (_what, line) => {
    const found = [...secretsIn('docs/notes.md', Buffer.from(`fine\n${line}\nfine`))];
    expect(found).toMatchObject([{ file: 'docs/notes.md', line: 2 }]);
    const [problem] = judge(found, []);
    expect(problem).toMatch(/^secret: docs\/notes\.md:2 looks like /);
    expect(problem).not.toContain(found[0]?.text);
  },
);

test.each(['.env', '.env.production', 'bench/.env.local'])('%s is not for git, whatever stands in it', (file) => {
  expect([...secretsIn(file, Buffer.from('PORT=3000'))]).toHaveLength(1);
});

test.each([
  'const id = "01ARZ3NDEKTSV4RRFFQ69G5FAV"; // an id',
  'import { createTestDatabase } from "#server/testing/database.ts";',
  'const token = await issueBearer(app, principal);',
  'password: "a long enough password"',
  'DATABASE_URL=postgres://user:password@localhost/claw_chat',
  'f3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  0001_start.sql',
  'test("a ticket opens one socket; used, expired, forged or missing it is refused with 401")',
])('%s is no secret', (line) => expect([...secretsIn('x.ts', Buffer.from(line))]).toEqual([]));

test('.env.example explains, and what isn’t text is left alone', () => {
  expect([...secretsIn('.env.example', Buffer.from('PORT=3000'))]).toEqual([]);
  expect([...secretsIn('a.png', Buffer.from(`\0${planted['a bot key']}`))]).toEqual([]);
});

test('what is allowed is one text in one file: neither another one there, nor the same elsewhere', () => {
  const line = Buffer.from(planted['a bot key'] ?? '');
  const [found] = secretsIn('server/a.test.ts', line);
  const allowed = [{ file: 'server/a.test.ts', sha256: hashOf(found?.text), why: 'of a test' }];
  expect(judge([...secretsIn('server/a.test.ts', line)], allowed)).toEqual([]);
  const other = Buffer.from(planted['a personal key'] ?? '');
  expect(judge([...secretsIn('server/a.test.ts', Buffer.concat([line, other]))], allowed)).toHaveLength(1);
  expect(judge([...secretsIn('server/b.test.ts', line)], allowed)).toMatchObject([
    expect.stringContaining('secret: server/b.test.ts:1'),
    expect.stringContaining('secret-gone: '),
  ]);
});

/** With the mixture that chance nearly always gives, so that it is found each time. */
function random(bytes: number): string {
  for (;;) {
    const text = randomBytes(bytes).toString('base64url');
    if (/[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && /^\w.*\w$/.test(text)) return text;
  }
}
