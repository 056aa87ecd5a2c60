// @ts-check
import { accountId, channelId } from './account.js';
import { Answer } from './answer.js';
import { bringFile, takeFiles } from './media.js';
import { targetOf } from './target.js';

/** @import { ChannelRuntime, Host, HostConfig, HostRuntime, Log, ReplyPayload, Route } from './host.d.ts' */
/** @import { BotApi } from './vendor/bot-sdk.js' */
/** @import { Notebook, Told } from './notebook.js' */

/** People see it for five seconds. */
const typingEveryMs = 3_000;
/** An approval may keep a turn waiting for half an hour. */
const typingMaxMs = 60 * 60_000;

/**
 * @typedef {object} Surroundings
 * @property {BotApi} api
 * @property {Host} host
 * @property {HostRuntime} hostRuntime
 * @property {ChannelRuntime} runtime
 * @property {Notebook} notebook
 * @property {boolean} acknowledges React to each message as soon as it is taken.
 * @property {Log | undefined} log
 * @property {AbortSignal} closing The account ends: who waits for something stops.
 */

/** One message, on its way through OpenClaw's agent. */
export class Turn {
  #around;
  #told;
  #stopping = new AbortController();
  /** @type {Answer} */
  #answer;

  /**
   * @param {Surroundings} around
   * @param {Told} told
   */
  constructor(around, told) {
    this.#around = around;
    this.#told = told;
    const { api, notebook } = around;
    this.#answer = new Answer(api, { told, notebook, onStop: () => this.stop() });
  }

  get conversationId() {
    return this.#told.conversationId;
  }

  /** Somebody has read enough. */
  stop() {
    this.#stopping.abort();
  }

  /** @param {string} messageId */
  isWriting(messageId) {
    return this.#answer.isWriting(messageId);
  }

  /**
   * Until its answer is whole, or the message stands in OpenClaw's own queue.
   *
   * @param {{ onBegun: () => void, onQueued: () => void, onOver: () => void }} heard `onOver`: of what was queued, in the end.
   */
  async run({ onBegun, onQueued, onOver }) {
    const { runtime, hostRuntime, log } = this.#around;
    const { conversationId, messageId } = this.#told;
    const cfg = hostRuntime.config.current();
    // One conversation, one session, whatever the rest of this OpenClaw does: the default would share one among all of them.
    const peer = /** @type {const} */ ({ kind: 'direct', id: conversationId });
    const asked = /** @type {const} */ ({ cfg, channel: channelId, accountId, peer, dmScope: 'per-channel-peer' });
    const route = runtime.routing.resolveAgentRoute(asked);
    const warn = (/** @type {unknown} */ error) => log?.warn?.(`message ${messageId}: ${String(error)}`);
    try {
      await runtime.inbound.dispatch({
        cfg,
        channel: channelId,
        accountId,
        route: { agentId: route.agentId, sessionKey: route.sessionKey },
        ctxPayload: await this.#context(cfg, route),
        messageId,
        record: { onRecordError: warn },
        delivery: { deliver: (payload) => this.#deliver(cfg, { payload, agentId: route.agentId }), onError: warn },
        replyPipeline: { typing: this.#typing(warn) },
        replyOptions: {
          // In blocks it would come in pieces of a thousand characters; it comes by partial replies, as it is written.
          disableBlockStreaming: true,
          abortSignal: this.#stopping.signal,
          onPartialReply: ({ text = '' }) => this.#answer.grow(text),
          onAssistantMessageStart: () => this.#answer.turnOver(),
        },
        turnAdoptionLifecycle: { onAdopted: onBegun, onDeferred: onQueued, onSettled: onOver },
      });
    } finally {
      await this.#answer.end();
    }
    await this.#sayStatus(route).catch(warn);
  }

  /**
   * @param {HostConfig} cfg
   * @param {Route} route
   */
  async #context(cfg, route) {
    const { api, runtime, log, acknowledges } = this.#around;
    const { conversationId, messageId, from: senderId, text, sentAt, ...said } = this.#told;
    const timestamp = Date.parse(sentAt);
    const from = await this.#nameOf(senderId);
    if (acknowledges) await api.react({ conversationId, messageId, emoji: '👀' }).catch(() => undefined);
    const envelope = runtime.reply.resolveEnvelopeFormatOptions(cfg);
    const body = runtime.reply.formatAgentEnvelope({ channel: 'Claw Chat', from, timestamp, body: text, envelope });
    const to = targetOf(conversationId);
    const { inReplyToMessageId: id, inReplyToBody, inReplyToSender } = said;
    return runtime.inbound.buildContext({
      channel: channelId,
      accountId: route.accountId ?? accountId,
      provider: channelId,
      surface: channelId,
      messageId,
      messageIdFull: messageId,
      timestamp,
      from: `${channelId}:${senderId}`,
      sender: { id: senderId, name: from },
      conversation: {
        kind: 'direct',
        id: conversationId,
        label: from,
        routePeer: { kind: 'direct', id: conversationId },
      },
      route: {
        agentId: route.agentId,
        accountId,
        routeSessionKey: route.sessionKey,
        dispatchSessionKey: route.sessionKey,
      },
      reply: { to, originatingTo: to },
      message: { body, rawBody: text, bodyForAgent: text, commandBody: text },
      // The server lets nobody write here but the people of this conversation.
      access: { commands: { authorized: true } },
      media: await takeFiles(api, { told: this.#told, runtime, log }),
      ...(id === undefined ? {} : { supplemental: { quote: { id, body: inReplyToBody, sender: inReplyToSender } } }),
    });
  }

  /**
   * What the agent calls them; their id, if the server doesn't say.
   *
   * @param {string} senderId
   */
  async #nameOf(senderId) {
    const members = await this.#around.api.listMembers(this.conversationId).catch(() => []);
    return members.find(({ id }) => id === senderId)?.displayName ?? senderId;
  }

  /**
   * @param {HostConfig} cfg
   * @param {{ payload: ReplyPayload, agentId: string }} reply
   */
  async #deliver(cfg, { payload, agentId }) {
    const { api, host } = this.#around;
    const { conversationId } = this.#told;
    const urls = payload.mediaUrls ?? (payload.mediaUrl === undefined ? [] : [payload.mediaUrl]);
    const text = payload.text ?? '';
    if (this.#stopping.signal.aborted || payload.isReasoning === true || (text.trim() === '' && urls.length === 0))
      return { visibleReplySent: false };
    const access = { mediaLocalRoots: host.getAgentScopedMediaLocalRoots(cfg, agentId) };
    const files = await Promise.all(urls.map((url) => bringFile(api, host, { url, conversationId, access })));
    const messageIds = text.trim() === '' ? [] : [await this.#answer.deliver(text)];
    if (files.length > 0) messageIds.push(await this.#answer.attach(files));
    return { visibleReplySent: true, messageIds };
  }

  /** @param {(error: unknown) => void} warn */
  #typing(warn) {
    const { api } = this.#around;
    return {
      start: async () => void (await api.sayTyping(this.conversationId)),
      stop: async () => void (await api.stopTyping(this.conversationId)),
      onStartError: warn,
      onStopError: warn,
      keepaliveIntervalMs: typingEveryMs,
      maxDurationMs: typingMaxMs,
    };
  }

  /** @param {Route} route */
  async #sayStatus({ agentId, sessionKey }) {
    const { api, hostRuntime } = this.#around;
    const session = hostRuntime.agent.session.getSessionEntry({ agentId, sessionKey });
    const { totalTokens: contextTokens, contextTokens: contextWindow, model, modelProvider: provider } = session ?? {};
    if (!contextTokens || !contextWindow || !model || !provider) return;
    const status = { contextTokens, contextWindow, model, provider, at: Date.now() };
    await api.setConversationStatus({ conversationId: this.conversationId, ...status });
  }
}
