/**
 * The id of a bot's answer, made from what it answers. A bot that dies between sending and acknowledging gets the delivery
 * again and answers again; under the same id the second answer is the first one, and nobody reads it twice.
 */
declare function answerId(answersTo: string, number: number): Promise<string>;

/** The bot API, one call each. */
declare class BotApi {
  #private;
  constructor(address: BotAddress);
  send({ text, files, blocks, ...message }: BotMessage): Promise<SendResult>;
  /** Begins a message that is written bit by bit. */
  open(message: Omit<BotMessage, 'text' | 'files' | 'blocks'>): Promise<SendResult>;
  append(
    { messageId, conversationId }: MessagePlace,
    piece: {
      offset: number;
      text: string;
    },
  ): Promise<AppendResult>;
  finish({ messageId, conversationId }: MessagePlace, content: InputBlock[]): Promise<EditResult>;
  /** Says what the whole message says from now on. */
  edit({ messageId, conversationId }: MessagePlace, content: InputBlock[]): Promise<EditResult>;
  /** What it said is gone; that there was one stays. */
  delete({ messageId, conversationId }: MessagePlace): Promise<unknown>;
  readMessage({ messageId, conversationId }: MessagePlace): Promise<Message>;
  /** A page, newest first: of all, or of those before or after one. */
  listMessages({
    conversationId,
    ...page
  }: {
    conversationId: string;
    limit?: number;
    before?: string;
    after?: string;
  }): Promise<MessagePage>;
  /** `operationId` is the bot's own of this: the same again does nothing more. */
  react({
    messageId,
    ...reaction
  }: MessagePlace & {
    emoji: string;
    operationId?: string;
  }): Promise<unknown>;
  unreact({
    messageId,
    ...reaction
  }: MessagePlace & {
    emoji: string;
  }): Promise<unknown>;
  /** Says that the bot is at work, and at what, in a few words. People see it for five seconds. */
  sayTyping(conversationId: string, activity?: string): Promise<unknown>;
  stopTyping(conversationId: string): Promise<unknown>;
  /** Says that a decision never reached what waited for it. */
  /** It could do nothing with a message: people see that it never arrived, and its author can have it delivered again. */
  messageFailed({ conversationId, messageId, ...report }: MessageFailedInput): Promise<MessageFailedResult>;
  /** What it hears of from now on beside messages and decisions. */
  subscribe(types: Subscribable[]): Promise<{
    types: Subscribable[];
  }>;
  deliveryFailed({ conversationId, groupId, ...report }: DeliveryFailedInput): Promise<DeliveryFailedResult>;
  listConversations(page?: { limit?: number; cursor?: string }): Promise<ConversationPage>;
  /** One of them, with who is in it. */
  readConversation(conversationId: string): Promise<Conversation>;
  /** Who is in one of them now, the bot included. */
  listMembers(conversationId: string): Promise<Member[]>;
  /** Says how much of its model's memory a conversation takes. People see it beside the conversation. */
  setConversationStatus({ conversationId, ...status }: ConversationStatusInput): Promise<unknown>;
  /** Begins one with the owner of the bot's sandbox. */
  createConversation(about?: { title?: string }): Promise<{
    conversationId: string;
    conversation: Conversation;
  }>;
  renameConversation(conversationId: string, title: string): Promise<unknown>;
  /** Brings a file for a message in this conversation; its block is what that message's content says. */
  upload({ bytes, ...file }: BotFile): Promise<FileBlock>;
  /** A file of a message, as it comes. */
  download({ attachmentId, conversationId }: AttachmentUrlInput): Promise<Response>;
  setStatus(status: StatusReport): Promise<unknown>;
  acknowledge(ids: string[]): Promise<{
    acknowledged: number;
  }>;
  /** The stream of deliveries, as it arrives. */
  events(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  /** What happens in one conversation from now on: the first event says that it has begun. */
  conversationEvents(conversationId: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

interface BotAddress {
  /** Where Claw Chat is reached. */
  url: string;
  key: string;
  sandboxId: string;
  /** What the bot can do, in words of one to forty letters: it says so whenever it says that it is there. */
  capabilities?: readonly string[];
  /** Another fetch than the one of this place. */
  fetch?: typeof fetch;
}

interface BotMessage {
  conversationId: string;
  /** May be empty where what follows says enough. */
  text: string;
  files?: FileBlock[];
  /** What stands below: what it asks, for example. */
  blocks?: InputBlock[];
  inReplyToMessageId?: string;
  /** The bot's own id of this send: the same id again is the same message. */
  clientId?: string;
}

/** Where a message is. */
interface MessagePlace {
  conversationId: string;
  messageId: string;
}

interface BotFile {
  conversationId: string;
  filename: string;
  mimeType: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** The bot's own id of this file: tried again, it is the same one. */
  idempotencyKey?: string;
}

/** The server said no. What it says stays the same when it is asked again, unless `status` is 429 or 5xx. */
declare class BotApiError extends Error {
  readonly status: number;
  readonly code: ErrorCode | null;
  readonly retryAfterSeconds: number | null;
  constructor(
    status: number,
    sentence: string,
    told: {
      code: ErrorCode | null;
      retryAfterSeconds: number | null;
    },
  );
}

type ErrorCode = keyof typeof errorStatus;

/**
 * Every code that a caller can see, with its HTTP status. A code never changes its meaning; the sentences beside it may.
 * `docs/runbook.md` has a line for each.
 */
declare const errorStatus: {
  readonly invalid_json: 400;
  readonly invalid_input: 400;
  readonly invalid_text: 400;
  readonly not_signed_in: 401;
  readonly wrong_password: 401;
  readonly ticket_refused: 401;
  readonly foreign_origin: 403;
  readonly missing_header: 403;
  readonly forbidden: 403;
  readonly sign_in_again: 403;
  readonly signup_code_needed: 403;
  readonly signup_closed: 403;
  readonly not_found: 404;
  readonly method_not_allowed: 405;
  readonly conflict: 409;
  readonly email_taken: 409;
  readonly last_operator: 409;
  readonly last_owner: 409;
  readonly settings_changed: 409;
  readonly client_id_reused: 409;
  readonly operation_id_reused: 409;
  readonly edit_conflict: 409;
  readonly wrong_offset: 409;
  readonly approval_decided: 409;
  readonly approval_expired: 409;
  readonly agent_stopped: 409;
  readonly link_used: 410;
  readonly invitation_over: 410;
  readonly too_large: 413;
  readonly unsupported_media_type: 415;
  readonly impossible_value: 422;
  readonly upgrade_required: 426;
  readonly rate_limited: 429;
  readonly internal: 500;
  readonly unavailable: 503;
};

declare function addressOf({ url, sandboxId, ...rest }: BotSettings): BotAddress;

interface BotSettings {
  /** The bot's own address, as it stands beside its key: `https://…/bot/v1/sandboxes/…`. */
  url: string;
  key: string;
  /** For an address that is only Claw Chat's. */
  sandboxId?: string;
  /** What it can do, in words of one to forty letters: it says so whenever it says that it is there. */
  capabilities?: readonly string[];
  /** Another fetch than the one of this place. */
  fetch?: typeof fetch;
}

/**
 * Keeps a bot connected: opens the stream, hands over deliveries, acknowledges, and comes back after whatever happens.
 * Within a conversation deliveries come one after the other; different conversations are handled at the same time.
 */
declare function connectBot(options: BotOptions): BotConnection;

/** A delivery is acknowledged when `onDelivery` succeeds, and comes again when it throws or the process dies before. */
interface BotOptions extends BotAddress, Receiver {
  /** The stream is open. People see the bot as online as soon as it has said so, which it does by itself. */
  onOpen?(): void;
}

/** What a bot does with what it is told, whichever way that comes. */
interface Receiver {
  onDelivery(delivery: Delivery, answering: Answering): Promise<void> | void;
  /** Whether it wants these at all. Without it: every one. */
  listensFor?(type: DeliveryType): boolean;
  /** Something failed that will be tried again, or, of a webhook, a handler that won't. */
  onError?(error: unknown): void;
}

/** How a bot answers what it was just told, in the conversation in which it was. */
interface Answering {
  /** However often it was told, people read the answer once. */
  reply(
    text: string,
    more?: {
      files?: NewFile[];
      inReplyToMessageId?: string;
    },
  ): Promise<void>;
  /** The same, written while people read. What is left unfinished when the delivery is handled is abandoned. */
  stream(): Promise<MessageStream>;
  /** Asks whether it may do something, and waits for the answer. */
  ask(question: Question): Promise<Answer>;
  /** Says what it is at, in a few words, until it answers or is done. */
  typing(activity?: string): void;
  /** Aborts when the bot is closing. What then throws this signal's reason is told again to whoever comes next. */
  signal: AbortSignal;
}

type NewFile = Pick<BotFile, 'filename' | 'mimeType' | 'bytes'>;

/** A message that people read while it is written. */
interface MessageStream {
  messageId: string;
  /** What comes next, in pieces of any size and at any pace. Fails with `finish`, if at all. */
  append(text: string): void;
  /** Says what is left, then these blocks, and makes the message whole. */
  finish(content?: InputBlock[]): Promise<MessageEnd>;
  /** Says nothing more. In half a minute readers see that it was interrupted. */
  abandon(): void;
  /** A reader has read enough: aborts the signal at once, and what is left is still said by `finish`. */
  stop(): void;
  /** Aborts when there is no use in going on: somebody has read enough, or nobody can read it. */
  signal: AbortSignal;
}

/** `stopped`: a reader had enough, or the message is gone; what it says is what had been said until then. */
type MessageEnd = 'finished' | 'stopped';

/** What a bot wants to do. Whoever decides sees all of it, and nothing else. */
interface Question {
  title: string;
  command?: string;
  /** The machine or the folder. */
  where?: string;
  why?: string;
  /** What "always" would mean, in words. Without it there is no such answer. */
  alwaysScope?: string;
  /** `exec` with a command, else `question`. */
  kind?: string;
  /** Words above the card. */
  text?: string;
  /** From half a minute to a day; ten minutes if it isn't said. */
  expiresInSeconds?: number;
}

interface Answer {
  /** Somebody who may has said yes. Everything else is a no. */
  allowed: boolean;
  decision: Decision | 'expired' | 'withdrawn';
  /** Who decided. */
  by: string | null;
}

type DeliveryType = Delivery['type'];

interface BotConnection {
  /** Takes nothing new, waits for handlers that are at work, and acknowledges what they did. */
  close(): Promise<void>;
  /** Resolves when it will not connect again, and why. */
  ended: Promise<BotEnd>;
}

/** `closed`: by this side. `replaced`: another connection of this bot took over. `refused`: the key is no good (any more). */
type BotEnd = 'closed' | 'replaced' | 'refused';

declare function openMessage(api: BotApi, opening: OpeningMessage): Promise<MessageStream>;

interface OpeningMessage {
  conversationId: string;
  inReplyToMessageId?: string;
  /** The bot's own id of this message: opened again under it after a crash, it is the same message. */
  clientId?: string;
}

/**
 * A delivery, by what names it. What else it says is the server's word: were it checked whole, one new field would make an
 * older bot deaf. So it may also be of a type that this version doesn't know. Null: it is no delivery.
 */
declare function readDelivery(told: unknown): Delivery | null;

declare function isPassing(error: unknown): boolean;

/** Ends early when the signal aborts; whoever waits looks at it. */
declare function pause(ms: number, signal?: AbortSignal): Promise<void>;

/** Again and again while the server may be back in a moment, or until there is no more use in it. */
declare function untilHeard<T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T>;

/**
 * Blocks, and a text after them. It goes on in a last block of text and is cut where a block is full, but never in the middle
 * of a character. So a text that comes bit by bit makes the same blocks as the whole of it at once, on the server and in a page.
 */
declare function withText<B extends Block | InputBlock>(blocks: readonly B[], text: string): (B | TextBlock)[];

interface TextBlock {
  type: 'text';
  text: string;
}

declare const attachmentBytesMax: number;

declare const commandMax = 8000;

declare const labelMax = 200;

/** Of why a decision was not delivered. */
declare const reasonMax = 500;

/** The bounds of the contract, apart from its schemas: a page that only counts characters needs no validator for it. */
declare const textMax = 8000;

declare const titleMax = 200;

/** What a message says. Several text blocks are one text, cut anywhere by whoever sent them. */
declare function textOf(content: readonly (Block | InputBlock)[]): string;

/** Whether a webhook comes from somebody who has one of the secrets, and was sent just now. */
declare function verifyWebhook(
  headers: Pick<Headers, 'get'>,
  body: string | Uint8Array<ArrayBuffer>,
  secrets: readonly string[],
  {
    now,
    toleranceSeconds,
  }?: {
    now?: Date;
    toleranceSeconds?: number;
  },
): Promise<WebhookVerdict>;

type WebhookVerdict =
  | {
      ok: true;
      id: string;
      timestamp: Date;
    }
  | {
      ok: false;
      reason: WebhookRefusal;
    };

/**
 * Why a webhook is not believed. `header_missing`: one of the three; `id_malformed`, `timestamp_malformed`: not as they are
 * written; `too_old`, `too_new`: sent again by somebody, or by a wrong clock; `signature_wrong`: none of them fits.
 */
type WebhookRefusal =
  'header_missing' | 'id_malformed' | 'timestamp_malformed' | 'too_old' | 'too_new' | 'signature_wrong';

type FileBlock = {
  type: 'attachment';
  attachmentId: string;
  mimeType: string;
  size: number;
  filename: string;
  width: number | null;
  height: number | null;
  isImage: boolean;
};

/** As a message's row keeps it. */
type InputBlock = ActionsBlock | { type: 'text'; text: string } | { type: 'attachment'; attachmentId: string };

type SendResult = { messageId: string; clientId: string | null; message: Message; repeated: boolean };

type AppendResult = { ok: true; length: number; stopRequested: boolean };

type EditResult = { messageId: string; message: Message };

type Message = {
  id: string;
  conversationId: string;
  senderId: string;
  clientId: string | null;
  content: Block[];
  inReplyToMessageId: string | null;
  replyTo: {
    messageId: string;
    senderId: string | null;
    deleted: boolean;
    previewText: string | null;
    version: number;
  } | null;
  seq: number;
  version: number;
  createdAt: number;
  updatedAt: number | null;
  deleted: boolean;
  deletedWhy: 'age' | null;
  deliveryFailed: boolean;
  nextTryAt: number | null;
  deliverySeq: number;
  mentions: string[];
  stream: 'open' | 'interrupted' | null;
  reactions: { emoji: string; count: number; memberIds: string[] }[];
  reactionsSeq: number;
};

type MessagePage = {
  messages: Message[];
  hasMore: boolean;
  nextCursor: string | null;
  hasNewer: boolean;
  head: number;
};

type MessageFailedInput = {
  conversationId: string;
  messageId: string;
  deliveryId?: string | null | undefined;
  reason?: string | null | undefined;
};

type MessageFailedResult = { ok: true; noted: boolean };

type Subscribable = 'message.updated' | 'message.deleted' | 'reaction.added';

type DeliveryFailedInput = {
  conversationId: string;
  messageId: string;
  groupId: string;
  resolutionId?: string | null | undefined;
  reason?: string | null | undefined;
};

type DeliveryFailedResult = { ok: true; reverted: boolean };

type ConversationPage = {
  conversations: {
    muted: boolean;
    pinned: boolean;
    archivedAt: number | null;
    draftPreview: string | null;
    personalSeq: number;
    conversationId: string;
    sandboxId: string;
    title: string | null;
    titleSeq: number;
    createdAt: number;
    joinedAt: number;
    joinedSeq: number;
    lastActivityAt: number;
    head: number;
    lastReadSeq: number;
    unreadCount: number;
    preview: { messageId: string; senderId: string; text: string; deleted: boolean } | null;
    waiting: { messageId: string; groupId: string; expiresAt: number | null; isCommand: boolean }[];
    waitingSeq: number;
  }[];
  hasMore: boolean;
  nextCursor: string | null;
};

type Conversation = {
  createdBy: string;
  members: { id: string; kind: 'user' | 'bot'; displayName: string }[];
  draft: string | null;
  muted: boolean;
  pinned: boolean;
  archivedAt: number | null;
  draftPreview: string | null;
  personalSeq: number;
  conversationId: string;
  sandboxId: string;
  title: string | null;
  titleSeq: number;
  createdAt: number;
  joinedAt: number;
  joinedSeq: number;
  lastActivityAt: number;
  head: number;
  lastReadSeq: number;
  unreadCount: number;
  preview: { messageId: string; senderId: string; text: string; deleted: boolean } | null;
  waiting: { messageId: string; groupId: string; expiresAt: number | null; isCommand: boolean }[];
  waitingSeq: number;
};

type Member = { id: string; kind: 'user' | 'bot'; displayName: string };

type ConversationStatusInput = {
  conversationId: string;
  contextTokens: number;
  contextWindow: number;
  at: number;
  model?: string | null | undefined;
  provider?: string | null | undefined;
};

type AttachmentUrlInput = { conversationId: string; attachmentId: string };

type StatusReport = { online: boolean; at: number; capabilities?: string[] | undefined };

type Delivery =
  | {
      sentAt: string;
      conversationId: string;
      messageId: string;
      from: string;
      text: string;
      content: Block[];
      id: string;
      type: 'message.created';
      inReplyToMessageId?: string | undefined;
      inReplyToBody?: string | undefined;
      inReplyToSender?: string | undefined;
      attachments?: { attachmentId: string; mimeType: string; size: number; filename: string }[] | undefined;
    }
  | {
      id: string;
      type: 'conversation.created';
      conversationId: string;
      title: string | null;
      createdBy: string;
      isFirst: boolean;
      createdAt: string;
    }
  | {
      id: string;
      type: 'action.executed';
      conversationId: string;
      messageId: string;
      groupId: string;
      value: 'allow-once' | 'allow-always' | 'deny';
      executedBy: string;
      executedAt: string;
      resolutionId: string;
      expiresAt: string;
    }
  | { id: string; type: 'message.stop_requested'; conversationId: string; messageId: string }
  | {
      updatedAt: string;
      conversationId: string;
      messageId: string;
      from: string;
      text: string;
      content: Block[];
      id: string;
      type: 'message.updated';
      attachments?: { attachmentId: string; mimeType: string; size: number; filename: string }[] | undefined;
    }
  | { id: string; type: 'message.deleted'; conversationId: string; messageId: string; from: string; deletedAt: string }
  | { id: string; type: 'reaction.added'; conversationId: string; messageId: string; from: string; emoji: string };

type Decision = 'allow-once' | 'allow-always' | 'deny';

type Block = ApprovalBlock | FileBlock | { type: 'text'; text: string };

type Action = {
  label: string;
  style: 'primary' | 'danger' | 'secondary';
  value: 'allow-once' | 'allow-always' | 'deny';
};

type ActionsBlock = {
  type: 'actions';
  groupId: string;
  actions: Action[];
  expiresAt?: number | null | undefined;
  request?:
    | {
        kind: string;
        title: string;
        command?: string | null | undefined;
        where?: string | null | undefined;
        why?: string | null | undefined;
        alwaysScope?: string | null | undefined;
      }
    | null
    | undefined;
};

type ApprovalBlock = {
  type: 'actions';
  groupId: string;
  actions: Action[];
  expiresAt: number | null;
  request: {
    kind: string;
    title: string;
    command?: string | null | undefined;
    where?: string | null | undefined;
    why?: string | null | undefined;
    alwaysScope?: string | null | undefined;
  } | null;
  state: 'pending' | 'expired' | 'decided' | 'withdrawn';
  resolved: {
    resolutionId: string;
    value: 'allow-once' | 'allow-always' | 'deny';
    resolvedBy: string;
    resolvedAt: number;
    isUnconfirmed: boolean;
  } | null;
  undone: {
    resolutionId: string;
    value: 'allow-once' | 'allow-always' | 'deny';
    resolvedBy: string;
    resolvedAt: number;
    undoneAt: number;
  } | null;
};

export {
  answerId,
  BotApi,
  BotApiError,
  addressOf,
  connectBot,
  openMessage,
  readDelivery,
  isPassing,
  pause,
  untilHeard,
  withText,
  attachmentBytesMax,
  commandMax,
  labelMax,
  reasonMax,
  textMax,
  titleMax,
  textOf,
  verifyWebhook,
  type BotAddress,
  type MessagePlace,
  type BotConnection,
  type MessageStream,
  type Action,
  type ActionsBlock,
  type ApprovalBlock,
  type Decision,
  type FileBlock,
  type InputBlock,
  type Delivery,
  type Member,
  type Message,
};
