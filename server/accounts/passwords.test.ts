import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './passwords.ts';

test('a password matches its own hash and no other', async () => {
  const stored = await hashPassword('correct horse battery');
  expect(await verifyPassword('correct horse battery', stored)).toBe(true);
  expect(await verifyPassword('correct horse batterx', stored)).toBe(false);
});

test('two hashes of one password differ', async () => {
  const [one, other] = await Promise.all([
    hashPassword('correct horse battery'),
    hashPassword('correct horse battery'),
  ]);
  expect(one).not.toBe(other);
});

test('a letter typed composed or decomposed is the same password', async () => {
  const stored = await hashPassword('caf\u00e9 au lait, twice');
  expect(await verifyPassword('cafe\u0301 au lait, twice', stored)).toBe(true);
});

test('without an account no password matches, not even that of the placeholder', async () => {
  expect(await verifyPassword('', null)).toBe(false);
});
