import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationContext, presencePathOf, sandboxContext, userContext } from '#lib/contexts.ts';
import { must } from '#lib/std/must.ts';
import { startTestApp, type TestApp } from './testing/app.ts';
import { ask } from './testing/ask.ts';
import { documented } from './testing/documented.ts';
import { Listener } from './testing/listener.ts';
import { roles, setScene, type Role, type Scene, type Way } from './testing/scene.ts';

let house: TestApp;
let scene: Scene;
let cells = 0;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  scene = await setScene(house.app);
});
afterAll(async () => {
  process.stdout.write(`socket contexts: ${Object.keys(readers).length} contexts, ${cells} cells\n`);
  await house.close();
});

/** Who of the agent's organization may write to it, and so hears of it. An operator runs the server, and reads nothing. */
const users: Role[] = ['owner', 'org owner', 'org admin', 'org member'];
const members: Role[] = ['owner', 'member'];

/** For each kind of path: who hears what is told there. Everybody else is refused, and a bot has no socket at all. */
const readers: Record<string, { path: (scene: Scene) => string; may: readonly Role[] }> = {
  'the conversation': { path: ofConversation, may: members },
  'who looks at the conversation': { path: (of) => presencePathOf(ofConversation(of)), may: members },
  'the agent': { path: ({ sandboxId }) => sandboxContext(sandboxId), may: users },
  'who looks at the agent': { path: ({ sandboxId }) => presencePathOf(sandboxContext(sandboxId)), may: users },
  'the owner’s own log': { path: ({ owner }) => userContext(owner.userId), may: ['owner'] },
  'who looks at the owner': { path: ({ owner }) => presencePathOf(userContext(owner.userId)), may: [] },
  'the conversation below another agent': {
    path: ({ goneSandboxId, conversationId }) => conversationContext(goneSandboxId, conversationId),
    may: [],
  },
  'an agent that is nobody’s': { path: () => sandboxContext('nobodys'), may: [] },
};

function ofConversation({ sandboxId, conversationId }: Scene): string {
  return conversationContext(sandboxId, conversationId);
}

const people = roles.filter((role) => !['anonymous', 'disabled'].includes(role) && !role.startsWith('bot'));
const ways = people.flatMap((role) => (['cookie', 'token'] as const).map((by) => [role, by] as const));

test.each(ways)(
  'a socket of %s, with a ticket by %s, hears of what they may read and of nothing else',
  async (role, by) => {
    const listener = await listen(role, by);
    for (const [what, { path, may }] of Object.entries(readers)) {
      const context = path(scene);
      listener.subscribe(context);
      const answer = () =>
        listener.frames.find((frame) => 'context' in frame && frame.context === context && frame.type !== 'event');
      await listener.until(() => answer() !== undefined);
      const frame = must(answer(), 'an answer');
      const outcome = frame.type === 'error' ? frame.code : frame.type;
      cells++;
      expect({ what, outcome }).toEqual({ what, outcome: may.includes(role) ? 'context.subscribed' : 'forbidden' });
    }
    await listener.close();
  },
);

test.each(roles.filter((role) => !people.includes(role)))(
  '%s gets no ticket, and without one no socket',
  async (role) => {
    for (const way of scene.ways.filter((one) => one.role === role)) {
      const { status, body } = await ticketOf(way);
      expect([401, 403]).toContain(status);
      expect(body.ticket).toBeUndefined();
    }
    await expect(Listener.open(`${house.url.replace('http', 'ws')}/connect`, { origin: house.url })).rejects.toThrow(
      '401',
    );
  },
);

test('as many were asked for as documented', () => expect(cells).toBe(documented('contexts of sockets')));

function ticketOf({ headers }: Way) {
  return ask('POST', `${house.url}/connect-ticket`, { headers, body: {} });
}

async function listen(role: Role, by: Way['by']): Promise<Listener> {
  const way = must(
    scene.ways.find((one) => one.role === role && one.by === by),
    `a way of ${role}`,
  );
  const { ticket } = (await ticketOf(way)).body;
  return Listener.open(`${house.url.replace('http', 'ws')}/connect?ticket=${ticket}`, { origin: house.url });
}
