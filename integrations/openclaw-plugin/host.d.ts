// What the plugin uses of OpenClaw 2026.9.6, and no more. OpenClaw itself is not installed where this is developed: that these
// types are true is proven by running it (`npm run openclaw:e2e`).
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account } from './account.js';

export interface HostConfig {
  channels?: Record<string, unknown> | undefined;
}

/** Functions of `openclaw/plugin-sdk/*`, handed to the channel by index.js so that a test can hand it others. */
export interface Host {
  registerChannelRuntimeContext(context: {
    channelRuntime: ChannelRuntime;
    channelId: string;
    accountId: string;
    capability: string;
    context: unknown;
    abortSignal: AbortSignal;
  }): unknown;
  resolveApprovalOverGateway(decision: {
    cfg: HostConfig;
    approvalId: string;
    approvalKind: ApprovalKind;
    decision: 'allow-once' | 'allow-always' | 'deny';
    channel: string;
    accountId: string;
    senderId: string;
    clientDisplayName: string;
  }): Promise<{ applied: boolean; approval?: { decision?: string | undefined } | undefined }>;
  loadOutboundMediaFromUrl(
    url: string,
    options: MediaAccess & { maxBytes: number },
  ): Promise<{ buffer: Uint8Array; contentType?: string | undefined; fileName?: string | undefined }>;
  getAgentScopedMediaLocalRoots(cfg: HostConfig, agentId: string): readonly string[];
}

export interface MediaAccess {
  mediaAccess?: unknown;
  mediaLocalRoots?: readonly string[] | undefined;
  mediaReadFile?: unknown;
}

/** `api.runtime`, set when the plugin is registered. */
export interface HostRuntime {
  config: { current(): HostConfig };
  state: { resolveStateDir(): string };
  agent: {
    session: {
      getSessionEntry(asked: { agentId: string; sessionKey: string }): SessionEntry | undefined;
    };
  };
}

export interface SessionEntry {
  totalTokens?: number | undefined;
  contextTokens?: number | undefined;
  model?: string | undefined;
  modelProvider?: string | undefined;
}

export interface Route {
  agentId: string;
  accountId?: string | undefined;
  sessionKey: string;
}

export interface ReplyPayload {
  text?: string | undefined;
  mediaUrl?: string | undefined;
  mediaUrls?: string[] | undefined;
  isReasoning?: boolean | undefined;
  isError?: boolean | undefined;
}

export interface AdoptionLifecycle {
  onAdopted(): void | Promise<void>;
  onDeferred(): void;
  onSettled(): void;
}

/** Who runs a turn, and the places where it tells of it. */
export interface TurnPlan {
  cfg: HostConfig;
  channel: string;
  accountId: string;
  route: { agentId: string; sessionKey: string };
  ctxPayload: unknown;
  messageId: string;
  record: { onRecordError(error: unknown): void };
  delivery: {
    deliver(payload: ReplyPayload): Promise<{ visibleReplySent: boolean; messageIds?: string[] }>;
    onError(error: unknown): void;
  };
  replyPipeline: {
    typing: {
      start(): Promise<void>;
      stop(): Promise<void>;
      onStartError(error: unknown): void;
      onStopError(error: unknown): void;
      keepaliveIntervalMs: number;
      maxDurationMs: number;
    };
  };
  replyOptions: {
    disableBlockStreaming: boolean;
    abortSignal: AbortSignal;
    onPartialReply(payload: { text?: string | undefined }): void;
    onAssistantMessageStart(): void;
  };
  turnAdoptionLifecycle: AdoptionLifecycle;
}

export interface SavedMedia {
  path: string;
  contentType?: string | undefined;
}

/** `ctx.channelRuntime`. */
export interface ChannelRuntime {
  routing: {
    resolveAgentRoute(asked: {
      cfg: HostConfig;
      channel: string;
      accountId: string;
      peer: { kind: 'direct'; id: string };
      dmScope: 'per-channel-peer';
    }): Route;
  };
  reply: {
    resolveEnvelopeFormatOptions(cfg: HostConfig): unknown;
    formatAgentEnvelope(envelope: {
      channel: string;
      from: string;
      timestamp: number;
      body: string;
      envelope: unknown;
    }): string;
  };
  media: {
    saveMediaBuffer(
      buffer: Uint8Array,
      contentType: string,
      subdir: 'inbound',
      maxBytes: number,
      filename: string,
    ): Promise<SavedMedia>;
  };
  inbound: {
    buildContext(facts: Record<string, unknown>): unknown;
    dispatch(plan: TurnPlan): Promise<unknown>;
  };
}

export interface Log {
  info?(words: string): void;
  warn?(words: string): void;
  error?(words: string): void;
}

export interface GatewayContext {
  cfg: HostConfig;
  accountId: string;
  account: Account;
  abortSignal: AbortSignal;
  log?: Log | undefined;
  getStatus(): Record<string, unknown>;
  setStatus(status: Record<string, unknown>): void;
  channelRuntime?: ChannelRuntime | undefined;
}

export type ApprovalKind = 'exec' | 'plugin' | 'system-agent';

export interface ApprovalRequest {
  id: string;
  request: {
    sessionKey?: string | null | undefined;
    turnSourceChannel?: string | null | undefined;
    turnSourceTo?: string | null | undefined;
  };
}

export interface PendingView {
  approvalId: string;
  approvalKind: ApprovalKind;
  title: string;
  description?: string | null | undefined;
  metadata: { label: string; value: string }[];
  actions: { kind?: string; decision: string; label: string; style: string }[];
  expiresAtMs: number;
  commandText?: string | undefined;
  operationSummary?: string | undefined;
  warningText?: string | null | undefined;
  cwd?: string | null | undefined;
  host?: string | null | undefined;
  toolName?: string | null | undefined;
}

export interface ResolvedView {
  approvalId: string;
  decision: string;
}

export interface ActionContext {
  action: string;
  params: Record<string, unknown>;
  cfg: HostConfig;
  accountId?: string | null | undefined;
  toolContext?:
    | {
        currentChannelId?: string | undefined;
        currentMessagingTarget?: string | undefined;
        currentMessageId?: string | number | undefined;
      }
    | undefined;
}

export interface SendContext extends MediaAccess {
  cfg: HostConfig;
  to: string;
  text: string;
  mediaUrl?: string | undefined;
  replyToId?: string | null | undefined;
  signal?: AbortSignal | undefined;
  deliveryQueueId?: string | undefined;
  deliveryPartIndex?: number | undefined;
}

export interface PluginApi {
  runtime: HostRuntime;
  registerHttpRoute(route: {
    path: string;
    match: 'exact';
    auth: 'plugin';
    handler(req: IncomingMessage, res: ServerResponse): Promise<boolean>;
  }): void;
}
