import type { AppContext } from '#server/app-context.ts';
import { watchDue, type DueWatch } from '#server/due-watch.ts';
import { claimDue, nextDueAt } from './claim.ts';
import { notifyOfEvents } from './consume.ts';
import { decideDue } from './decide.ts';
import { checkReceipts } from './receipts.ts';
import { sendClaimed } from './send-claimed.ts';
import type { SendingDeps, Transports } from './send.ts';
import { onNotificationsWake } from './wake.ts';

/** What another node has written since is found with the next look. */
const lookEveryMs = 5_000;
/** Pushes under way on one node. */
const sendingMax = 100;
const receiptsEveryMs = 60_000;

/** Tells people's devices what they should hear of: writes it down, decides, sends, and asks what came of it. */
export async function runNotifications(app: AppContext, transports: Transports): Promise<AsyncDisposable> {
  const deps = { ...app, transports };
  await app.realtime.runConsumer(notifyOfEvents(app));
  const sender = new Sender(deps);
  const receipts = watchDue(app, {
    look: () => checkReceipts(deps),
    lookEveryMs: receiptsEveryMs,
    failure: 'What became of pushes could not be written down; it is tried again in a minute.',
  });
  const deciding = watchDue(app, {
    look: async () => {
      const { decided, nextAt } = await decideDue(app);
      if (decided > 0) sender.wake();
      return { nextAt };
    },
    lookEveryMs,
    failure: 'What people are to be told could not be decided; it is tried again in five seconds.',
  });
  const forget = onNotificationsWake(app, () => deciding.wake());
  return {
    [Symbol.asyncDispose]: async () => {
      forget();
      await deciding[Symbol.asyncDispose]();
      await Promise.all([sender[Symbol.asyncDispose](), receipts[Symbol.asyncDispose]()]);
    },
  };
}

/** Hands over what is due. Every node does; each device of each dispatch is claimed by one of them. */
class Sender implements AsyncDisposable {
  readonly #deps: SendingDeps;
  readonly #watch: DueWatch;
  readonly #sending = new Map<Promise<void>, number>();

  constructor(deps: SendingDeps) {
    this.#deps = deps;
    this.#watch = watchDue(deps, {
      look: () => this.#look(),
      lookEveryMs,
      failure: 'What is on its way to devices could not be looked for; it is tried again in five seconds.',
    });
  }

  wake(): void {
    this.#watch.wake();
  }

  /** What is in somebody's hands is finished: a service that is slow answers within its own time. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#watch[Symbol.asyncDispose]();
    await Promise.all(this.#sending.keys());
  }

  async #look(): Promise<{ nextAt: Date | null }> {
    const underWay = [...this.#sending.values()].reduce((sum, count) => sum + count, 0);
    const claimed = await claimDue(this.#deps, sendingMax - underWay);
    if (claimed.length > 0) this.#begin(claimed);
    // Whoever ends makes room, and looks again.
    if (underWay + claimed.length >= sendingMax) return { nextAt: null };
    return { nextAt: await nextDueAt(this.#deps) };
  }

  #begin(claimed: Parameters<typeof sendClaimed>[1]): void {
    const sending = sendClaimed(this.#deps, claimed)
      .catch((err: unknown) => this.#deps.log.error({ err }, 'Pushes could not be sent; they are tried again.'))
      .finally(() => {
        this.#sending.delete(sending);
        this.#watch.wake();
      });
    this.#sending.set(sending, claimed.length);
  }
}
