import { expect, test } from 'vitest';
import { addressOf } from './bot-address.ts';

const key = 'ccb_id_secret';

test('a bot knows its sandbox by its address, also below a folder and with a slash at the end', () => {
  for (const house of ['https://chat.example.org', 'http://localhost:3000', 'https://example.org/claw/chat']) {
    for (const end of ['', '/']) {
      const url = `${house}/bot/v1/sandboxes/ki_a-1${end}`;
      expect(addressOf({ url, key })).toEqual({ url: house, key, sandboxId: 'ki_a-1' });
    }
  }
  const named = { url: 'https://chat.example.org', key, sandboxId: 'b' };
  expect(addressOf(named)).toEqual(named);
});

test('an address that names no sandbox is a mistake that is told at once, without its key', () => {
  for (const url of ['https://chat.example.org', 'https://chat.example.org/bot/v1/sandboxes/', '']) {
    expect(() => addressOf({ url, key })).toThrow(/ends in \/bot\/v1\/sandboxes/);
  }
});
