import type { AppContext } from '../app-context.ts';
import { applyRevocation, revocationsTopic, type Revocation } from './revocations.ts';

const everyMs = 2_000;
/** Older knowledge than this may have missed somebody who was put out. */
const informedForMs = 5_000;
/**
 * How far back each look goes. Ids are given out before their transactions commit, so "newer than the last id" would miss
 * one that committed late; a window as long as the longest transaction that we allow does not.
 */
const windowSeconds = 90;

/** What was taken back, on whichever node: each is applied here once. */
export interface RevocationWatch extends Disposable {
  /** One that this node wrote: not a second time when a look finds it. */
  apply(revocation: Revocation): void;
  /** False when the last good look is too long ago: something may have been taken back that this node doesn't know of. */
  isInformed(): boolean;
}

export function watchRevocations(app: Pick<AppContext, 'sql' | 'log' | 'realtime'>): RevocationWatch {
  /** By id, with the time on this process's clock at which it was applied. */
  const applied = new Map<number, number>();
  let lookedAt = performance.now();
  let looking = false;
  let again = false;

  const apply = (revocation: Revocation) => {
    if (applied.has(revocation.id)) return;
    applied.set(revocation.id, performance.now());
    applyRevocation(app, revocation);
  };
  const look = async () => {
    const begunAt = performance.now();
    const rows = await app.sql<Revocation[]>`
      select id::int, kind, subject, conversation_id as "conversationId", at from revocations
      where at > now() - make_interval(secs => ${windowSeconds})`;
    for (const row of rows) apply(row);
    for (const [id, at] of applied) if (at < begunAt - 2 * windowSeconds * 1_000) applied.delete(id);
    lookedAt = begunAt;
  };
  const lookOnce = async () => {
    again = true;
    if (looking) return;
    looking = true;
    while (again) {
      again = false;
      await look().catch((error: unknown) => app.log.warn({ err: error }, 'revocations could not be read'));
    }
    looking = false;
  };

  const timer = setInterval(() => void lookOnce(), everyMs);
  const forget = app.realtime.onNudge(revocationsTopic, () => void lookOnce());
  return {
    apply,
    isInformed: () => performance.now() - lookedAt < informedForMs,
    [Symbol.dispose]: () => {
      clearInterval(timer);
      forget();
    },
  };
}
