import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf, refuseGuessable } from './guessable.ts';

const about = ['Maya Lindqvist', 'maya.lindqvist@northlight.example', 'chat.northlight.example'];
const refusing = (password: string) => () => refuseGuessable(password, { field: 'password', about });

test.each([
  'password123', 'Password1234', 'P@ssw0rd2024', 'passwordpassword', 'letmein12345', 'iloveyou1234', 'welcome2026!',
  '1234567890', '0987654321', '1111111111', 'abcabcabcabc', 'qwertyuiop', 'qwerty123456', 'asdfghjkl1', '1q1q1q1q1q1q',
  'admin123456', 'changeme123', 'ClawChat2026', 'clawchat-admin', 'trustno1trustno1', 'football1999', 'sunshine12345',
  'MayaLindqvist', 'maya.lindqvist', 'lindqvist2026', 'northlight123', 'Northlight-Maya-1', 'ＰＡＳＳＷＯＲＤ１２３',
])('"%s" is refused, and told at its field', (password) => {
  expect(refusing(password)).toThrowError(expect.objectContaining({ code: 'invalid_input', issues: [{ path: 'password', message: 'must not be one that is easy to guess' }] }) as Error);
}); // prettier-ignore

test.each([
  'correct horse battery', 'a long enough password', 'the password of Priya', 'another good password', 'long enough for us',
  'kastanie ruder nebel', 'purple-otter-sings', 'Tr0ub4dor&3xkcd', 'x7Kq9!mRw2', '7f3a9c1e5b', 'пароль для дома', '犬が庭で月を見ている夜',
])('"%s" is taken', (password) => expect(refusing(password)).not.toThrow()); // prettier-ignore

test('somebody else may take what is only about Maya', () => {
  expect(() => refuseGuessable('lindqvist2026', { field: 'next', about: ['Jonas'] })).not.toThrow();
});

test('ten signs by chance are never refused, and no password takes long to judge', () => {
  const sign = fc.constantFrom(...'bcdfghjkmnpqrtvwxyzBCDFGHJKMNPQRTVWXYZ2689#%&*');
  fc.assert(
    fc.property(fc.string({ unit: sign, minLength: 10, maxLength: 10 }), (drawn) => {
      fc.pre(!/(.)\1\1/i.test(drawn));
      expect(piecesOf(drawn)).toBeGreaterThanOrEqual(6);
    }),
    { seed: 3, numRuns: 2_000 },
  );
  expect(piecesOf('a'.repeat(200))).toBe(1);
  expect(piecesOf('ab1'.repeat(66))).toBe(1);
});
