import type { AppContext } from '#server/app-context.ts';
import { watchDue, type DueWatch } from '#server/due-watch.ts';
import { claimDue, nextDueAt, type Claimed } from './claim.ts';
import { sendClaimed } from './send.ts';

/** What another node has written since is found with the next look. */
const lookEveryMs = 5_000;

/** Requests under way on one node. Those that wait for a slow endpoint leave room for others', by what each one gets. */
const sendingMax = 64;

/** How long a stop waits for answers. What has none by then is sent again. */
const graceMs = 2_000;

const topic = 'webhooks';

/** Something may be due at an endpoint. */
export function wakeWebhooks({ realtime }: Pick<AppContext, 'realtime'>): void {
  realtime.nudge(topic);
}

/** Sends what is due at agents' endpoints. Every node does; each delivery is claimed by one of them. */
export function sendWebhooks(app: AppContext): AsyncDisposable {
  return new WebhookSender(app);
}

class WebhookSender implements AsyncDisposable {
  readonly #app: AppContext;
  readonly #watch: DueWatch;
  readonly #sending = new Set<Promise<void>>();
  /** By sandbox. */
  readonly #busy = new Map<string, number>();
  readonly #stop = new AbortController();
  readonly #forget: () => void;

  constructor(app: AppContext) {
    this.#app = app;
    this.#watch = watchDue(app, {
      look: () => this.#look(),
      lookEveryMs,
      failure: 'What is due at endpoints could not be looked for; it is tried again in five seconds.',
    });
    this.#forget = app.realtime.onNudge(topic, () => this.#watch.wake());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#forget();
    await this.#watch[Symbol.asyncDispose]();
    const timer = setTimeout(() => this.#stop.abort(), graceMs);
    await Promise.all(this.#sending);
    clearTimeout(timer);
  }

  async #look(): Promise<{ nextAt: Date | null }> {
    for (const claimed of await claimDue(this.#app, this.#busy, sendingMax - this.#sending.size)) this.#begin(claimed);
    // Whoever ends makes room, and looks again.
    if (this.#sending.size >= sendingMax) return { nextAt: null };
    return { nextAt: await nextDueAt(this.#app, this.#busy) };
  }

  #begin(claimed: Claimed): void {
    const { sandboxId, id } = claimed;
    const { log } = this.#app;
    this.#busy.set(sandboxId, (this.#busy.get(sandboxId) ?? 0) + 1);
    const sending = sendClaimed(this.#app, claimed, this.#stop.signal)
      .catch((err: unknown) =>
        log.error({ err, sandboxId, deliveryId: id }, 'A try could not be made; it comes again.'),
      )
      .finally(() => {
        this.#sending.delete(sending);
        this.#leave(sandboxId);
        this.#watch.wake();
      });
    this.#sending.add(sending);
  }

  #leave(sandboxId: string): void {
    const left = (this.#busy.get(sandboxId) ?? 1) - 1;
    if (left > 0) this.#busy.set(sandboxId, left);
    else this.#busy.delete(sandboxId);
  }
}
