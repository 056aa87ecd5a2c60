import type { z } from 'zod';
import type {
  AttachmentUrlInput,
  AttachmentUrlResult,
  InitAttachmentResult,
  Uploaded,
} from '../contract/attachments.ts';
import type { DeliveryFailedInput, DeliveryFailedResult } from '../contract/approvals.ts';
import type { botStatusInputSchema, ConversationStatusInput, Subscribable } from '../contract/bots.ts';
import type { MessageFailedInput, MessageFailedResult } from '../contract/deliveries.ts';
import type { FileBlock, InputBlock } from '../contract/blocks.ts';
import type {
  Conversation,
  ConversationPage,
  EditResult,
  Member,
  Message,
  MessagePage,
  SendResult,
} from '../contract/chat.ts';
import type { ErrorCode, Problem } from '../contract/errors.ts';
import { withText } from '../contract/growing-text.ts';
import type { AppendResult } from '../contract/streams.ts';
import type { BotAddress } from './bot-address.ts';

/** Where a message is. */
export interface MessagePlace {
  conversationId: string;
  messageId: string;
}

export interface BotMessage {
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

export interface BotFile {
  conversationId: string;
  filename: string;
  mimeType: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** The bot's own id of this file: tried again, it is the same one. */
  idempotencyKey?: string;
}

export type StatusReport = z.infer<typeof botStatusInputSchema>;

/** The server said no. What it says stays the same when it is asked again, unless `status` is 429 or 5xx. */
export class BotApiError extends Error {
  readonly status: number;
  readonly code: ErrorCode | null;
  readonly retryAfterSeconds: number | null;

  constructor(status: number, sentence: string, told: { code: ErrorCode | null; retryAfterSeconds: number | null }) {
    super(sentence);
    this.name = 'BotApiError';
    this.status = status;
    this.code = told.code;
    this.retryAfterSeconds = told.retryAfterSeconds;
  }
}

/** A line that died without a word would be waited on for ever. */
const answerMaxMs = 30_000;

/** The bot API, one call each. */
export class BotApi {
  readonly #address: BotAddress;

  constructor(address: BotAddress) {
    this.#address = address;
  }

  send({ text, files = [], blocks = [], ...message }: BotMessage): Promise<SendResult> {
    const attached = files.map(({ attachmentId }) => ({ type: 'attachment', attachmentId }));
    const content = [...withText<InputBlock>([], text), ...attached, ...blocks];
    return this.#json('POST', '/messages', { ...message, content });
  }

  /** Begins a message that is written bit by bit. */
  open(message: Omit<BotMessage, 'text' | 'files' | 'blocks'>): Promise<SendResult> {
    return this.#json('POST', '/messages', { ...message, content: [], streaming: true });
  }

  append({ messageId, conversationId }: MessagePlace, piece: { offset: number; text: string }): Promise<AppendResult> {
    return this.#json('POST', `/messages/${messageId}/append`, { conversationId, ...piece });
  }

  finish({ messageId, conversationId }: MessagePlace, content: InputBlock[]): Promise<EditResult> {
    return this.#json('POST', `/messages/${messageId}/finish`, { conversationId, content });
  }

  /** Says what the whole message says from now on. */
  edit({ messageId, conversationId }: MessagePlace, content: InputBlock[]): Promise<EditResult> {
    return this.#json('PATCH', `/messages/${messageId}`, { conversationId, content, timestamp: Date.now() });
  }

  /** What it said is gone; that there was one stays. */
  delete({ messageId, conversationId }: MessagePlace): Promise<unknown> {
    return this.#json('DELETE', `/messages/${messageId}?${queryOf({ conversationId })}`);
  }

  readMessage({ messageId, conversationId }: MessagePlace): Promise<Message> {
    return this.#json('GET', `/v1/messages/${messageId}?${queryOf({ conversationId })}`);
  }

  /** A page, newest first: of all, or of those before or after one. */
  listMessages({
    conversationId,
    ...page
  }: {
    conversationId: string;
    limit?: number;
    before?: string;
    after?: string;
  }): Promise<MessagePage> {
    return this.#json('GET', `/conversations/${conversationId}/messages?${queryOf(page)}`);
  }

  /** `operationId` is the bot's own of this: the same again does nothing more. */
  react({ messageId, ...reaction }: MessagePlace & { emoji: string; operationId?: string }): Promise<unknown> {
    return this.#json('POST', `/messages/${messageId}/reactions`, reaction);
  }

  unreact({ messageId, ...reaction }: MessagePlace & { emoji: string }): Promise<unknown> {
    return this.#json('DELETE', `/messages/${messageId}/reactions?${queryOf(reaction)}`);
  }

  /** Says that the bot is at work, and at what, in a few words. People see it for five seconds. */
  sayTyping(conversationId: string, activity?: string): Promise<unknown> {
    return this.#json('POST', `/conversations/${conversationId}/typing`, { activity });
  }

  stopTyping(conversationId: string): Promise<unknown> {
    return this.#json('POST', `/conversations/${conversationId}/typing/stop`, {});
  }

  /** Says that a decision never reached what waited for it. */
  /** It could do nothing with a message: people see that it never arrived, and its author can have it delivered again. */
  messageFailed({ conversationId, messageId, ...report }: MessageFailedInput): Promise<MessageFailedResult> {
    return this.#json('POST', `/conversations/${conversationId}/messages/${messageId}/delivery-failed`, report);
  }

  /** What it hears of from now on beside messages and decisions. */
  subscribe(types: Subscribable[]): Promise<{ types: Subscribable[] }> {
    return this.#json('PUT', '/subscriptions', { types });
  }

  deliveryFailed({ conversationId, groupId, ...report }: DeliveryFailedInput): Promise<DeliveryFailedResult> {
    const path = `/conversations/${conversationId}/actions/${encodeURIComponent(groupId)}/delivery-failed`;
    return this.#json('POST', path, report);
  }

  listConversations(page: { limit?: number; cursor?: string } = {}): Promise<ConversationPage> {
    return this.#json('GET', `/conversations?${queryOf(page)}`);
  }

  /** One of them, with who is in it. */
  readConversation(conversationId: string): Promise<Conversation> {
    return this.#json('GET', `/v1/conversations/${conversationId}`);
  }

  /** Who is in one of them now, the bot included. */
  async listMembers(conversationId: string): Promise<Member[]> {
    const { members } = await this.#json<{ members: Member[] }>('GET', `/conversations/${conversationId}/members`);
    return members;
  }

  /** Says how much of its model's memory a conversation takes. People see it beside the conversation. */
  setConversationStatus({ conversationId, ...status }: ConversationStatusInput): Promise<unknown> {
    return this.#json('POST', `/conversations/${conversationId}/conversation-status`, status);
  }

  /** Begins one with the owner of the bot's sandbox. */
  createConversation(about: { title?: string } = {}): Promise<{ conversationId: string; conversation: Conversation }> {
    return this.#json('POST', '/conversations', about);
  }

  renameConversation(conversationId: string, title: string): Promise<unknown> {
    return this.#json('PATCH', `/conversations/${conversationId}`, { title });
  }

  /** Brings a file for a message in this conversation; its block is what that message's content says. */
  async upload({ bytes, ...file }: BotFile): Promise<FileBlock> {
    const announced = { ...file, size: bytes.length };
    const place = await this.#json<InitAttachmentResult>('POST', '/attachments/init', announced);
    const response = await this.#reach(place.putUrl, { method: 'PUT', headers: place.putHeaders, body: bytes });
    return ((await response.json()) as Uploaded).attachment;
  }

  /** A file of a message, as it comes. */
  async download({ attachmentId, conversationId }: AttachmentUrlInput): Promise<Response> {
    const path = `/attachments/${attachmentId}/url?conversationId=${conversationId}`;
    const { url } = await this.#json<AttachmentUrlResult>('GET', path);
    return this.#reach(url, {});
  }

  setStatus(status: StatusReport): Promise<unknown> {
    return this.#json('POST', '/bot-status', status);
  }

  acknowledge(ids: string[]): Promise<{ acknowledged: number }> {
    return this.#json('POST', '/deliveries/ack', { ids });
  }

  /** The stream of deliveries, as it arrives. */
  events(signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    return this.#stream('/events', signal);
  }

  /** What happens in one conversation from now on: the first event says that it has begun. */
  conversationEvents(conversationId: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    return this.#stream(`/v1/conversations/${conversationId}/events`, signal);
  }

  /** Its signature is all that an address needs. Where the server is, we know better than it does. */
  async #reach(signed: string, init: RequestInit): Promise<Response> {
    const { url, fetch: ask = fetch } = this.#address;
    const { pathname, search } = new URL(signed, url);
    const response = await ask(url.replace(/\/$/, '') + pathname + search, init);
    if (!response.ok) throw await toError(response);
    return response;
  }

  async #stream(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const response = await this.#request(path, { headers: { accept: 'text/event-stream' }, signal });
    if (response.body === null) throw new TypeError('the stream has no body');
    return response.body;
  }

  async #json<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(answerMaxMs);
    const response = await this.#request(path, { method, headers, signal, ...sent });
    return (await response.json()) as T;
  }

  /** Below the bot's own address, but for what everybody reads at the same one. */
  async #request(path: string, init: RequestInit): Promise<Response> {
    const { url, key, sandboxId, fetch: ask = fetch } = this.#address;
    const who = { authorization: `Bearer ${key}`, 'x-kilo-sandbox-id': sandboxId };
    const headers = { ...(init.headers as Record<string, string>), ...who };
    const below = path.startsWith('/v1/') ? '' : `/bot/v1/sandboxes/${encodeURIComponent(sandboxId)}`;
    const response = await ask(url.replace(/\/$/, '') + below + path, { ...init, headers });
    if (!response.ok) throw await toError(response);
    return response;
  }
}

function queryOf(asked: Record<string, string | number>): URLSearchParams {
  return new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]));
}

async function toError(response: Response): Promise<BotApiError> {
  const told = (await response.json().catch(() => null)) as Partial<Problem> | null;
  const { code = null, message = response.statusText } = told?.error ?? {};
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  const retryAfterSeconds = Number.isNaN(seconds) ? null : seconds;
  return new BotApiError(response.status, message, { code, retryAfterSeconds });
}
