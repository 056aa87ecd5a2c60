import type { z } from 'zod';
import type { botStatusInputSchema } from '#lib/contract/bots.ts';
import type { BotPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '../app-context.ts';
import { readSigns, presenceBy, tellPresence, type PresenceReport } from './presence.ts';

/** So many signs of life within this are one: bots acknowledge many times a second. */
const noteEveryMs = 10_000;

/** By the bot's own clock. Ours must not stand in its place: a bot whose clock is slow would never be believed again. */
const neverSaid = new Date(0);

/** One statement, however many. */
export async function presenceOfBots(
  { sql, clock }: Pick<AppContext, 'sql' | 'clock'>,
  sandboxIds: string[],
): Promise<Map<string, PresenceReport>> {
  if (sandboxIds.length === 0) return new Map();
  const signs = await readSigns(sql, sql`s.id = any(${sandboxIds})`);
  const now = clock.now();
  return new Map(signs.map((one) => [one.sandboxId, presenceBy(one, now)]));
}

/** Reports may overtake each other on the way: the bot's own time orders them, and can't lie in the future. */
export async function reportBotStatus(
  app: AppContext,
  { sandboxId }: BotPrincipal,
  { online, at, capabilities }: z.infer<typeof botStatusInputSchema>,
): Promise<PresenceReport> {
  const { sql, clock } = app;
  const now = clock.now();
  const said = new Date(Math.min(at, now.getTime()));
  await tellingPresence(
    app,
    sandboxId,
    () => sql`
      insert into bot_status (sandbox_id, online, at, updated_at, capabilities)
      values (${sandboxId}, ${online}, ${said}, ${now}, ${capabilities === undefined ? null : sql.json(capabilities)})
      on conflict (sandbox_id) do update set online = excluded.online, at = excluded.at, updated_at = excluded.updated_at,
        capabilities = coalesce(excluded.capabilities, bot_status.capabilities)
      where bot_status.at <= excluded.at`,
  );
  return presenceOfBot(app, sandboxId);
}

/**
 * Whatever it did that only a bot at work does: as good as a report that it is online. Written once in ten seconds, since most
 * of them come in crowds.
 */
export async function noteSignOfLife(app: AppContext, sandboxId: string): Promise<void> {
  const { sql, clock } = app;
  const now = clock.now();
  if (!app.botStreams.isNews(sandboxId, { now, everyMs: noteEveryMs })) return;
  await tellingPresence(
    app,
    sandboxId,
    () => sql`
      insert into bot_status (sandbox_id, online, at, updated_at) values (${sandboxId}, true, ${neverSaid}, ${now})
      on conflict (sandbox_id) do update set online = true, updated_at = excluded.updated_at`,
  );
}

/** Asked for a sign of life, it refused: it isn't there, whatever it said last. */
export async function noteRefusal(app: AppContext, sandboxId: string): Promise<void> {
  const { sql, clock } = app;
  await tellingPresence(
    app,
    sandboxId,
    () => sql`
      insert into bot_status (sandbox_id, online, at, updated_at) values (${sandboxId}, false, ${neverSaid}, ${clock.now()})
      on conflict (sandbox_id) do update set online = false, updated_at = excluded.updated_at`,
  );
}

/**
 * Does the work and tells those who look at the sandbox if it changed how present its bot is. One at a time for each bot, and
 * dated by when it was looked: the end of a stream and a last word come together, and what is told last must be how it is.
 */
export function tellingPresence<T>(app: AppContext, sandboxId: string, work: () => PromiseLike<T>): Promise<T> {
  return app.botStreams.inTurn(sandboxId, async () => {
    const before = await presenceOfBot(app, sandboxId);
    const result = await work();
    const at = app.clock.now();
    const { presence } = await presenceOfBot(app, sandboxId);
    if (presence !== before.presence) tellPresence(app, { sandboxId, presence, at });
    return result;
  });
}

async function presenceOfBot(app: AppContext, sandboxId: string): Promise<PresenceReport> {
  return must((await presenceOfBots(app, [sandboxId])).get(sandboxId), 'the presence that was asked for');
}
