import { expect, test } from 'vitest';
import { startTestApp } from './app.ts';
import { person } from './personas.ts';

test('a signed-up person reaches the API with the headers of a page, and nobody else does', async () => {
  await using house = await startTestApp();
  const maya = await person(house.app, 'Maya');
  expect(maya.principal.isOperator).toBe(true);

  const mine = await fetch(`${house.url}/v1/conversations`, { headers: maya.headers });
  expect(mine.status).toBe(200);
  const { conversations } = (await mine.json()) as { conversations: { conversationId: string }[] };
  expect(conversations.map((item) => item.conversationId)).toEqual([maya.conversationId]);

  expect((await fetch(`${house.url}/v1/conversations`)).status).toBe(401);
  expect((await fetch(`${house.url}/claw/chat`)).status).toBe(404);
});
