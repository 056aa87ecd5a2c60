import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AppContext } from '#server/app-context.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest } from '#server/testing/personas.ts';
import { seeded } from '#server/testing/seeded.ts';
import { presenceOfBots, reportBotStatus, tellingPresence } from './bot-status.ts';

let house: TestApp;
beforeAll(async () => {
  house = await startTestApp();
});
afterAll(() => house.close());

/** The same database, whose answers come after a moment of chance: what was asked first isn't always known first. */
function withSlowAnswers(app: AppContext, random: () => number): AppContext {
  const late = async (answer: unknown) => {
    await new Promise((resolve) => setTimeout(resolve, random() * 8));
    return answer;
  };
  const slow = (query: Promise<unknown>) =>
    new Proxy(query, {
      get: (target, name) =>
        name === 'then'
          ? (...then: Parameters<typeof query.then>) => target.then(late).then(...then)
          : Reflect.get(target, name),
    });
  const sql = new Proxy(app.sql, {
    apply: (target, self, values) => slow(Reflect.apply(target, self, values) as Promise<unknown>),
  });
  return { ...app, sql };
}

/** What a page makes of what it is told: the newest word stands, of two of the same moment the later one. */
function lastWord(told: readonly unknown[]): unknown {
  const words = told as { event: string; payload: { presence: string; at: number } }[];
  return words
    .filter(({ event }) => event === 'bot.status')
    .reduce((known, { payload }) => (payload.at >= known.at ? payload : known), { presence: 'online', at: 0 }).presence;
}

test('however the end of a stream and a last word cross, people are told in the end how it is', async () => {
  const app = withSlowAnswers(house.app, seeded(7));
  const { sandboxId } = await guest(house.app, 'Maya');
  const bot = { kind: 'bot', sandboxId, keyId: 'a key' } as const;
  const tell = vi.spyOn(app.realtime, 'tell');
  for (let round = 0; round < 100; round++) {
    await app.sql`
      insert into bot_streams (sandbox_id, lease, key_id, taken_at) values (${sandboxId}, 'open', 'a key', now())
      on conflict (sandbox_id) do update set lease = 'open', taken_at = now()`;
    await reportBotStatus(app, bot, { online: true, at: Date.now() });
    tell.mockClear();
    const leave = () => app.sql`update bot_streams set lease = '', taken_at = now() where sandbox_id = ${sandboxId}`;
    const goodbye = () => reportBotStatus(app, bot, { online: false, at: Date.now() });
    await Promise.all(
      round % 2 === 0
        ? [tellingPresence(app, sandboxId, leave), goodbye()]
        : [goodbye(), tellingPresence(app, sandboxId, leave)],
    );
    const now = (await presenceOfBots(app, [sandboxId])).get(sandboxId)?.presence;
    expect(now).toBe('offline');
    expect(lastWord(tell.mock.calls.flat()), `round ${round}`).toBe(now);
  }
});
