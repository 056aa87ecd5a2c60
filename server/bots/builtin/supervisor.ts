import { BotApi } from '#lib/bot-sdk/api.ts';
import { connectBot, type BotConnection } from '#lib/bot-sdk/connect.ts';
import type { SandboxStatus } from '#lib/contract/sandboxes.ts';
import { parseContext } from '#lib/contexts.ts';
import type { AppContext } from '#server/app-context.ts';
import { listBuiltin } from '#server/sandboxes/builtin.ts';
import { transition } from '#server/sandboxes/status.ts';
import { builtinKeyName, replaceKey } from '../keys.ts';
import { takeAgentsLock, type AgentsLock } from './agents-lock.ts';
import { readFacts } from './facts.ts';
import { agentsOf } from './which-agent.ts';

/** How long a new sandbox, an agent that went away or a node that died can go unnoticed at most. */
const lookEveryMs = 5_000;

/**
 * Runs the agent that comes with the box for every sandbox that has it. Such an agent is a bot like any other: it has an
 * ordinary key, kept in memory only, and talks to this server over the public bot API, so that what works for it works for
 * everybody's.
 */
export function startBuiltinAgents(app: AppContext, ownUrl: string): AsyncDisposable {
  return new Supervisor(app, ownUrl);
}

interface Beginning {
  sandboxId: string;
  key: string;
  agentOf: Awaited<ReturnType<typeof agentsOf>>;
}

class Supervisor implements AsyncDisposable {
  readonly #app: AppContext;
  readonly #ownUrl: string;
  readonly #agentOf: ReturnType<typeof agentsOf>;
  readonly #agents = new Map<string, BotConnection>();
  readonly #forget: () => void;
  readonly #timer: NodeJS.Timeout;
  #lock: AgentsLock | null = null;
  #looking: Promise<void> | null = null;
  #again = false;
  #stopped: Promise<void> | null = null;

  constructor(app: AppContext, ownUrl: string) {
    this.#app = app;
    this.#ownUrl = ownUrl;
    this.#agentOf = agentsOf(app.env);
    // Whoever begins an agent waits for it, and says so.
    this.#agentOf.catch(() => undefined);
    this.#forget = app.realtime.onWake((contexts) => {
      if (contexts.some((context) => this.#isOfNewSandbox(context))) this.#look();
    });
    this.#timer = setInterval(() => this.#look(), lookEveryMs).unref();
    this.#look();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  /** Not every message is news here: only a sandbox that isn't known yet. */
  #isOfNewSandbox(context: string): boolean {
    const ref = parseContext(context);
    return ref?.kind === 'sandbox' && !this.#agents.has(ref.sandboxId);
  }

  /** One look at a time; one that is asked for meanwhile follows. */
  #look(): void {
    this.#again = true;
    this.#looking ??= this.#lookAround().finally(() => {
      this.#looking = null;
      if (this.#again && this.#stopped === null) this.#look();
    });
  }

  async #lookAround(): Promise<void> {
    while (this.#again && this.#stopped === null) {
      this.#again = false;
      try {
        if (await this.#mayRun()) await this.#matchSandboxes();
        else await this.#sendAway([...this.#agents.keys()]);
      } catch (error) {
        this.#app.log.warn({ err: error }, 'The built-in agents could not be looked after; it is tried again.');
      }
    }
  }

  async #mayRun(): Promise<boolean> {
    if (this.#lock !== null && !(await this.#lock.isHeld())) this.#lock = null;
    this.#lock ??= await takeAgentsLock(this.#app);
    return this.#lock !== null;
  }

  async #matchSandboxes(): Promise<void> {
    const wanted = await listBuiltin(this.#app);
    const ids = new Set(wanted.map((sandbox) => sandbox.id));
    await this.#sendAway([...this.#agents.keys()].filter((id) => !ids.has(id)));
    for (const sandbox of wanted) {
      if (this.#stopped !== null) return;
      if (!this.#agents.has(sandbox.id)) await this.#begin(sandbox);
    }
  }

  /** One that can't begin is no reason for the others to wait. */
  async #begin({ id, status }: { id: string; status: SandboxStatus }): Promise<void> {
    try {
      if (status === 'provisioned') await transition(this.#app, id, { to: 'starting' });
      const agentOf = await this.#agentOf;
      const { key } = await replaceKey(this.#app, id, builtinKeyName);
      this.#start({ sandboxId: id, key, agentOf });
    } catch (error) {
      this.#app.log.warn({ err: error, sandboxId: id }, 'A built-in agent could not begin; it is tried again.');
    }
  }

  #start({ sandboxId, key, agentOf }: Beginning): void {
    const { log } = this.#app;
    const address = { url: this.#ownUrl, key, sandboxId };
    const onDelivery = agentOf({
      api: new BotApi(address),
      sandboxId,
      readFacts: () => readFacts(this.#app, sandboxId),
      log: log.child({ sandboxId }),
    });
    const agent = connectBot({
      ...address,
      onDelivery,
      // Also when it ran before: its people may have restarted it since it was looked for.
      onOpen: () =>
        void transition(this.#app, sandboxId, { to: 'running' }).catch((error: unknown) =>
          log.warn({ err: error, sandboxId }, 'A sandbox runs, but could not be marked as running.'),
        ),
      onError: (error) => log.warn({ err: error, sandboxId }, 'The built-in agent stumbled; it will try again.'),
    });
    this.#agents.set(sandboxId, agent);
    void agent.ended.then((end) => {
      if (this.#agents.get(sandboxId) === agent) this.#agents.delete(sandboxId);
      // A revoked key is replaced at once. Who was replaced waits for the next look, or two would chase each other.
      if (end === 'refused') this.#look();
    });
  }

  async #sendAway(ids: string[]): Promise<void> {
    await Promise.all(ids.flatMap((id) => this.#agents.get(id)?.close() ?? []));
    for (const id of ids) this.#agents.delete(id);
  }

  async #stop(): Promise<void> {
    this.#forget();
    clearInterval(this.#timer);
    await this.#looking;
    await this.#sendAway([...this.#agents.keys()]);
    await this.#lock?.release();
  }
}
