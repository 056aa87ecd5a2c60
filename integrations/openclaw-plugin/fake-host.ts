import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountId, channelId, resolveAccount } from './account.js';
import { createChannel } from './channel.js';
import { FakeApprovals } from './fake-approvals.ts';
import type { ChannelRuntime, Host, HostConfig, PendingView, SessionEntry, TurnPlan } from './host.d.ts';

/** What the agent does with a message. It gets what OpenClaw would tell it, and speaks as OpenClaw speaks. */
export type Agent = (turn: AgentTurn) => Promise<void>;

export interface AgentTurn {
  plan: TurnPlan;
  text: string;
  facts: Facts;
  /** All that there is of a text by now. */
  partial(text: string): void;
  /** From here on it is another text. */
  nextText(): void;
  deliver(payload: { text?: string; mediaUrls?: string[] }): Promise<unknown>;
  /** Asks people, and waits for their answer. */
  ask(view?: Partial<PendingView>): Promise<string>;
}

/** What a channel says of a message when OpenClaw builds its context. */
export interface Facts {
  messageId: string;
  from: string;
  sender: { id: string; name: string };
  reply: { to: string };
  route: { routeSessionKey: string };
  message: { rawBody: string };
  media: { path: string; contentType: string; fileName: string }[];
  supplemental?: { quote: { id: string; body?: string; sender?: string } };
}

/** A folder in which one OpenClaw keeps its state, however often it is started. */
export function stateFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'openclaw-state-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * An OpenClaw that behaves as 2026.9.6 was seen to behave: a conversation's key is in lower case, approvals are shown only by a
 * channel that has registered for them, a decision needs channel, account and sender, and the first one counts.
 */
export class FakeHost {
  readonly #made;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #web: Server | null = null;
  /** What a request begins is refused once the request has been answered. */
  readonly #request = new AsyncLocalStorage<{ isOver: boolean }>();
  /** It is about to stop, and begins nothing new. */
  isDraining = false;
  agent: Agent;
  cfg: HostConfig;
  /** What it knows of every session. */
  session: SessionEntry | undefined;
  /** What its agent finds under these addresses. */
  readonly media = new Map<string, { buffer: Uint8Array; contentType: string; fileName: string }>();
  readonly saved: { bytes: Uint8Array; contentType: string; filename: string }[] = [];
  readonly warnings: string[] = [];
  readonly turns: Facts[] = [];
  readonly approvals = new FakeApprovals(() => this.channel.approvalCapability);
  status: Record<string, unknown> = {};

  constructor({ section, state, agent }: { section: Record<string, unknown>; state: string; agent: Agent }) {
    this.cfg = { channels: { [channelId]: section } };
    this.agent = agent;
    this.#made = createChannel(this.#host());
    const session = { getSessionEntry: () => this.session };
    this.#made.setRuntime({
      config: { current: () => this.cfg },
      state: { resolveStateDir: () => state },
      agent: { session },
    });
  }

  get channel() {
    return this.#made.channel;
  }

  start(): void {
    const log = {
      warn: (words: string) => void this.warnings.push(words),
      error: (words: string) => void this.warnings.push(words),
    };
    this.#running = this.channel.gateway.startAccount({
      cfg: this.cfg,
      accountId,
      account: resolveAccount(this.cfg, {}),
      abortSignal: this.#stopping.signal,
      log,
      getStatus: () => this.status,
      setStatus: (status) => (this.status = status),
      channelRuntime: this.#runtime(),
    });
    // Whoever stops it hears of it.
    this.#running.catch(() => undefined);
  }

  /** As a change of its settings does. */
  async stopAccount(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async stop(): Promise<void> {
    await this.stopAccount();
    this.#web?.closeAllConnections();
    this.#web?.close();
  }

  /** Serves the routes that the plugin has registered, and says where. */
  async listen(): Promise<string> {
    const web = createServer();
    this.#made.registerFull({
      runtime: {
        config: { current: () => this.cfg },
        state: { resolveStateDir: () => '' },
        agent: { session: { getSessionEntry: () => undefined } },
      },
      registerHttpRoute: ({ path, handler }) =>
        web.on('request', (req, res) => {
          const request = { isOver: false };
          res.on('close', () => (request.isOver = true));
          if (req.url === path) void this.#request.run(request, () => handler(req, res));
          else res.writeHead(404).end();
        }),
    });
    this.#web = web;
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  }

  #host(): Host {
    return {
      registerChannelRuntimeContext: ({ capability, abortSignal }) => {
        if (capability === 'approval.native') this.approvals.register(abortSignal);
      },
      resolveApprovalOverGateway: (asked) => this.approvals.resolve(asked),
      loadOutboundMediaFromUrl: async (url) => {
        const found = this.media.get(url);
        if (found === undefined) throw new Error(`there is no ${url}`);
        return found;
      },
      getAgentScopedMediaLocalRoots: () => [],
    };
  }

  #runtime(): ChannelRuntime {
    return {
      routing: {
        resolveAgentRoute: ({ channel, peer, dmScope }) => ({
          agentId: 'main',
          sessionKey:
            dmScope === 'per-channel-peer'
              ? `agent:main:${channel}:direct:${peer.id.toLowerCase()}`
              : 'agent:main:main',
        }),
      },
      reply: { resolveEnvelopeFormatOptions: () => ({}), formatAgentEnvelope: ({ from, body }) => `${from}: ${body}` },
      media: {
        saveMediaBuffer: async (bytes, contentType, _subdir, _max, filename) => {
          this.saved.push({ bytes: new Uint8Array(bytes), contentType, filename });
          return { path: `/media/${filename}`, contentType };
        },
      },
      inbound: { buildContext: (facts) => facts, dispatch: (plan) => this.#dispatch(plan) },
    };
  }

  async #dispatch(plan: TurnPlan): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.isDraining || this.#request.getStore()?.isOver === true) throw new GatewayDrainingError();
    const facts = plan.ctxPayload as Facts;
    this.turns.push(facts);
    const { typing } = plan.replyPipeline;
    await typing.start().catch((error: unknown) => typing.onStartError(error));
    try {
      await this.agent({
        plan,
        text: facts.message.rawBody,
        facts,
        partial: (text) => plan.replyOptions.onPartialReply({ text }),
        nextText: () => plan.replyOptions.onAssistantMessageStart(),
        deliver: (payload) => plan.delivery.deliver(payload),
        ask: (view) => this.approvals.raise({ sessionKey: plan.route.sessionKey, to: facts.reply.to }, view),
      });
    } finally {
      await typing.stop().catch((error: unknown) => typing.onStopError(error));
    }
  }
}

class GatewayDrainingError extends Error {
  override readonly name = 'GatewayDrainingError';

  constructor() {
    super('Gateway is draining; new tasks are not accepted');
  }
}
