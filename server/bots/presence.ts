import type { BotPresence } from '#lib/contract/sandboxes.ts';
import { sandboxContext } from '#lib/contexts.ts';
import type { AppContext } from '../app-context.ts';
import type { Sql } from '../db/client.ts';
import { leaseLifeMs } from './lease.ts';

/** A sign of life counts for this long; then the bot is away, and in the end gone. */
const onlineForMs = 30_000;
export const idleForMs = 90_000;

export interface PresenceReport {
  presence: BotPresence;
  /** Its last sign of life. */
  at: number | null;
}

/** What presence is judged by. */
interface Signs {
  sandboxId: string;
  /** Its people have stopped it. */
  isStopped: boolean;
  /** What it last said of itself, or did, and when that reached us. */
  saysOnline: boolean | null;
  reportedAt: Date | null;
  /** Does a stream hold the lease, and when was that renewed or given back. */
  isStreaming: boolean | null;
  streamedAt: Date | null;
}

/** `which` speaks of sandboxes as `s`, of their bots' reports as `r` and of their streams as `b`. */
export function readSigns(sql: Sql, which: ReturnType<Sql>): Promise<Signs[]> {
  return sql<Signs[]>`
    select s.id as "sandboxId", s.status = 'stopped' as "isStopped", r.online as "saysOnline", r.updated_at as "reportedAt",
      b.lease <> '' as "isStreaming", b.taken_at as "streamedAt"
    from sandboxes s left join bot_status r on r.sandbox_id = s.id left join bot_streams b on b.sandbox_id = s.id
    where ${which}`;
}

/**
 * An open stream alone is no sign that somebody is at work at its other end: a process that hangs keeps it open. It is one
 * that the bot isn't gone.
 */
export function presenceBy({ isStopped, ...signs }: Signs, now: Date): PresenceReport {
  const { saysOnline, reportedAt, isStreaming, streamedAt } = signs;
  const heardMs = Math.max(reportedAt?.getTime() ?? 0, streamedAt?.getTime() ?? 0);
  const isYounger = (at: Date | null, ms: number) => at !== null && now.getTime() - at.getTime() < ms;
  const report = (presence: BotPresence): PresenceReport => ({ presence, at: heardMs === 0 ? null : heardMs });
  if (isStopped) return report('offline');
  if (heardMs === 0) return report('unknown');
  const isStreamNews = streamedAt !== null && streamedAt.getTime() > (reportedAt?.getTime() ?? 0);
  const hasLeft = isStreaming === false && isStreamNews;
  if (saysOnline === true && isYounger(reportedAt, onlineForMs) && !hasLeft) return report('online');
  const isStreamOpen = isStreaming === true && isYounger(streamedAt, leaseLifeMs);
  // It said that it goes. Its stream ends a moment later, and only one that goes on says that it is back.
  if (saysOnline === false && !(isStreamOpen && isStreamNews)) return report('offline');
  if (isStreamOpen) return report('idle');
  return report(isYounger(new Date(heardMs), idleForMs) ? 'idle' : 'offline');
}

/** To those who look at the sandbox. */
export function tellPresence(
  { realtime }: AppContext,
  { sandboxId, presence, at }: { sandboxId: string; presence: BotPresence; at: Date },
): void {
  const payload = { sandboxId, presence, at: at.getTime() };
  realtime.tell({ context: sandboxContext(sandboxId), event: 'bot.status', payload });
}
