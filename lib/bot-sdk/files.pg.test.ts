import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKey } from '#server/bots/keys.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest } from '#server/testing/personas.ts';
import { BotApi } from './api.ts';

let house: TestApp;

beforeAll(async () => {
  // Its public name leads nowhere from here, as it may on an agent's own machine.
  house = await startTestApp({ env: { PUBLIC_URL: 'https://chat.example.org' } });
});
afterAll(() => house.close());

test('an agent brings a file, sends it, and fetches it, by the name under which it knows the server', async () => {
  const maya = await guest(house.app, 'Maya');
  const { conversationId, sandboxId } = maya;
  const { key } = await createKey(house.app, sandboxId, 'mine');
  const bot = new BotApi({ url: house.ownUrl, key, sandboxId });
  const bytes = new TextEncoder().encode('a,b\n1,2\n');
  const block = await bot.upload({ conversationId, filename: 'table.csv', mimeType: 'text/csv', bytes });
  expect(block).toMatchObject({ type: 'attachment', filename: 'table.csv', mimeType: 'text/csv', size: 8 });
  const { message } = await bot.send({ conversationId, text: 'Here', files: [block] });
  expect(message.content).toEqual([{ type: 'text', text: 'Here' }, block]);
  const got = await bot.download({ conversationId, attachmentId: block.attachmentId });
  expect(await got.text()).toBe('a,b\n1,2\n');
  const unknown = { conversationId, attachmentId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' };
  await expect(bot.download(unknown)).rejects.toMatchObject({ status: 404, code: 'not_found' });
});
