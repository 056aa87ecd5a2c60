import type { AppContext } from '#server/app-context.ts';
import { noteRefusal, noteSignOfLife } from '../bot-status.ts';
import { probe } from './probe.ts';

/** A sign of life younger than this is as good as a new one. */
const freshMs = 15_000;

/** Asks agents that are reached by request for a sign of life, because somebody looks: one has no stream that would show it. */
export class StatusRequests {
  readonly #asking = new Set<string>();

  /** Nobody waits for it: what comes of it is told like any other status. */
  ask(app: AppContext, sandboxId: string, lastSign: number | null): void {
    const isFresh = lastSign !== null && app.clock.now().getTime() - lastSign < freshMs;
    if (isFresh || this.#asking.has(sandboxId)) return;
    this.#asking.add(sandboxId);
    askOnce(app, sandboxId)
      .catch((err: unknown) => app.log.warn({ err, sandboxId }, 'An agent could not be asked whether it is there.'))
      .finally(() => this.#asking.delete(sandboxId));
  }
}

/** Whoever takes it is there, whoever refuses it isn't. What is slow or fails is only that. */
async function askOnce(app: AppContext, sandboxId: string): Promise<void> {
  const answer = await probe(app, sandboxId);
  if (answer === null) return;
  const isRefused = answer.status !== null && answer.status >= 400 && answer.status < 500;
  if (answer.ok) await noteSignOfLife(app, sandboxId);
  else if (isRefused) await noteRefusal(app, sandboxId);
}
