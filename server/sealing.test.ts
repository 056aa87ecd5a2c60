import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { Fault } from './errors.ts';
import { open, seal } from './sealing.ts';

const key = randomBytes(32);

test('what was sealed opens again, and no two seals are alike', () => {
  for (const text of ['', 'a secret', '🗝 e\u0301', 'x'.repeat(100_000)]) {
    const one = seal(key, 'webhook:a', text);
    expect(one).not.toBe(seal(key, 'webhook:a', text));
    expect(one).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/);
    expect(open(key, 'webhook:a', one)).toBe(text);
  }
});

test('another key, another purpose and any altered letter open nothing, and it isn’t the caller’s mistake', () => {
  const sealed = seal(key, 'webhook:a', 'a secret');
  const altered = [...sealed].map(
    (letter, at) => sealed.slice(0, at) + (letter === 'A' ? 'B' : 'A') + sealed.slice(at + 1),
  );
  const wrong: [Buffer, string, string][] = [
    [randomBytes(32), 'webhook:a', sealed],
    [key, 'webhook:b', sealed],
    [key, 'webhook:a', ''],
    [key, 'webhook:a', sealed.slice(0, 20)],
    [key, 'webhook:a', `${sealed.slice(0, 12)}`],
    // The last letter carries bits that base64url doesn't use.
    ...altered.slice(0, -1).map((text): [Buffer, string, string] => [key, 'webhook:a', text]),
  ];
  for (const [withKey, purpose, text] of wrong) {
    expect(() => open(withKey, purpose, text)).toThrowError(Fault);
    expect(() => open(withKey, purpose, text)).toThrowError(expect.objectContaining({ code: 'unavailable' }));
  }
});
