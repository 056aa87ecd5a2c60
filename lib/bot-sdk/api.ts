import type { z } from 'zod';
import type {
  AttachmentUrlInput,
  AttachmentUrlResult,
  InitAttachmentResult,
  Uploaded,
} from '../contract/attachments.ts';
import type { DeliveryFailedInput, DeliveryFailedResult } from '../contract/approvals.ts';
import type { ackResultSchema, botStatusInputSchema } from '../contract/bots.ts';
import type { FileBlock, InputBlock } from '../contract/blocks.ts';
import type { ConversationPage, EditResult, SendResult } from '../contract/chat.ts';
import { problemSchema, type ErrorCode } from '../contract/errors.ts';
import type { AppendResult } from '../contract/streams.ts';

export interface BotAddress {
  /** Where Claw Chat is reached. */
  url: string;
  key: string;
  sandboxId: string;
  /** Another fetch than the one of this place. */
  fetch?: typeof fetch;
}

/** Where a message is. */
export interface MessagePlace {
  conversationId: string;
  messageId: string;
}

export interface BotMessage {
  conversationId: string;
  /** May be empty where files say enough. */
  text: string;
  files?: FileBlock[];
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

/** The bot API, one call each. */
export class BotApi {
  readonly #address: BotAddress;

  constructor(address: BotAddress) {
    this.#address = address;
  }

  send({ text, files = [], ...message }: BotMessage): Promise<SendResult> {
    const words = text === '' ? [] : [{ type: 'text', text }];
    const attached = files.map(({ attachmentId }) => ({ type: 'attachment', attachmentId }));
    return this.#json('POST', '/messages', { ...message, content: [...words, ...attached] });
  }

  /** Begins a message that is written bit by bit. */
  open(message: Omit<BotMessage, 'text' | 'files'>): Promise<SendResult> {
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

  /** Says that a decision never reached what waited for it. */
  deliveryFailed({ conversationId, groupId, ...report }: DeliveryFailedInput): Promise<DeliveryFailedResult> {
    const path = `/conversations/${conversationId}/actions/${encodeURIComponent(groupId)}/delivery-failed`;
    return this.#json('POST', path, report);
  }

  listConversations(page: { limit?: number; cursor?: string } = {}): Promise<ConversationPage> {
    const query = new URLSearchParams(Object.entries(page).map(([name, value]) => [name, String(value)]));
    return this.#json('GET', `/conversations?${query}`);
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

  setStatus(status: z.infer<typeof botStatusInputSchema>): Promise<unknown> {
    return this.#json('POST', '/bot-status', status);
  }

  acknowledge(ids: string[]): Promise<z.infer<typeof ackResultSchema>> {
    return this.#json('POST', '/deliveries/ack', { ids });
  }

  /** The stream of deliveries, as it arrives. */
  async events(signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const response = await this.#request('/events', { headers: { accept: 'text/event-stream' }, signal });
    if (response.body === null) throw new TypeError('the stream has no body');
    return response.body;
  }

  /** Its signature is all that an address needs. Where the server is, we know better than it does. */
  async #reach(signed: string, init: RequestInit): Promise<Response> {
    const { url, fetch: ask = fetch } = this.#address;
    const { pathname, search } = new URL(signed, url);
    const response = await ask(url.replace(/\/$/, '') + pathname + search, init);
    if (!response.ok) throw await toError(response);
    return response;
  }

  async #json<T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<T> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await this.#request(path, { method, headers: { 'content-type': 'application/json' }, ...sent });
    return (await response.json()) as T;
  }

  async #request(path: string, init: RequestInit): Promise<Response> {
    const { url, key, sandboxId, fetch: ask = fetch } = this.#address;
    const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${key}` };
    const place = `${url.replace(/\/$/, '')}/bot/v1/sandboxes/${encodeURIComponent(sandboxId)}${path}`;
    const response = await ask(place, { ...init, headers });
    if (!response.ok) throw await toError(response);
    return response;
  }
}

async function toError(response: Response): Promise<BotApiError> {
  const problem = problemSchema.safeParse(await response.json().catch(() => null));
  const { code, message } = problem.success ? problem.data.error : { code: null, message: response.statusText };
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  const retryAfterSeconds = Number.isNaN(seconds) ? null : seconds;
  return new BotApiError(response.status, message, { code, retryAfterSeconds });
}
