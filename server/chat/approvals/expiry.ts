import type { AppContext } from '#server/app-context.ts';
import { watchDue, type DueWatch } from '#server/due-watch.ts';
import { expireDue } from './expire.ts';

/**
 * No question stands for less (`approval_expiry`), so none that was asked on another node since the last look is due before
 * the next. Nothing has to be told between nodes, and nothing enqueued in the transaction of a message.
 */
const lookEveryMs = 30_000;

/** Ends approvals when their time has passed. */
export function watchExpiry(deps: Pick<AppContext, 'sql' | 'clock' | 'realtime' | 'log'>): DueWatch {
  return watchDue(deps, {
    look: () => expireDue(deps),
    lookEveryMs,
    failure: 'Approvals that are due could not be ended; it is tried again in half a minute.',
  });
}
