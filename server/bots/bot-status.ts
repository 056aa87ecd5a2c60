import type { z } from 'zod';
import type { botStatusInputSchema } from '#lib/contract/bots.ts';
import type { BotPrincipal } from '#lib/contract/principals.ts';
import type { BotPresence } from '#lib/contract/sandboxes.ts';
import { sandboxContext } from '#lib/contexts.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '../app-context.ts';
import { leaseLifeMs } from './lease.ts';

/** A report counts for this long; then the bot is away, and in the end gone. */
const onlineForMs = 30_000;
const idleForMs = 90_000;

export interface PresenceReport {
  presence: BotPresence;
  /** Its last sign of life. */
  at: number | null;
}

interface Signs {
  sandboxId: string;
  /** What it last said of itself, and when that reached us. */
  saysOnline: boolean | null;
  reportedAt: Date | null;
  /** Does a stream hold the lease, and when was that renewed or given back. */
  isStreaming: boolean | null;
  streamedAt: Date | null;
}

/** One statement, however many. */
export async function presenceOfBots(
  { sql, clock }: Pick<AppContext, 'sql' | 'clock'>,
  sandboxIds: string[],
): Promise<Map<string, PresenceReport>> {
  if (sandboxIds.length === 0) return new Map();
  const rows = await sql<Signs[]>`
    select s.id as "sandboxId", r.online as "saysOnline", r.updated_at as "reportedAt", b.lease <> '' as "isStreaming",
      b.taken_at as "streamedAt"
    from unnest(${sandboxIds}::text[]) as s (id)
    left join bot_status r on r.sandbox_id = s.id left join bot_streams b on b.sandbox_id = s.id`;
  const now = clock.now().getTime();
  return new Map(rows.map((row) => [row.sandboxId, presenceOf(row, now)]));
}

function presenceOf({ saysOnline, reportedAt, isStreaming, streamedAt }: Omit<Signs, 'sandboxId'>, now: number) {
  const at = Math.max(reportedAt?.getTime() ?? 0, streamedAt?.getTime() ?? 0);
  const age = now - at;
  const report = (presence: BotPresence): PresenceReport => ({ presence, at: at === 0 ? null : at });
  if (isStreaming === true && streamedAt !== null && now - streamedAt.getTime() < leaseLifeMs) return report('online');
  if (at === 0) return report('unknown');
  // Its last word was that it goes, and it has not been heard of since.
  if (saysOnline === false && reportedAt?.getTime() === at) return report('offline');
  if (saysOnline === true && reportedAt !== null && now - reportedAt.getTime() < onlineForMs) return report('online');
  return report(age < idleForMs ? 'idle' : 'offline');
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

/** Does the work and tells those who look at the sandbox if it changed how present its bot is. */
export async function tellingPresence<T>(app: AppContext, sandboxId: string, work: () => PromiseLike<T>): Promise<T> {
  const before = await presenceOfBot(app, sandboxId);
  const result = await work();
  const { presence } = await presenceOfBot(app, sandboxId);
  if (presence !== before.presence) {
    const payload = { sandboxId, presence, at: app.clock.now().getTime() };
    app.realtime.tell({ context: sandboxContext(sandboxId), event: 'bot.status', payload });
  }
  return result;
}

async function presenceOfBot(app: AppContext, sandboxId: string): Promise<PresenceReport> {
  return must((await presenceOfBots(app, [sandboxId])).get(sandboxId), 'the presence that was asked for');
}
