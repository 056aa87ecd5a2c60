import { checkWebhookSecrets, verifyWebhook } from '../signing/webhook-signature.ts';
import { BotApi } from './api.ts';
import type { BotAddress } from './bot-address.ts';
import { Inbox, type Receiver } from './inbox.ts';
import { readDelivery } from './read-delivery.ts';

export interface WebhookOptions extends BotAddress, Receiver {
  /** `whsec_…`, or both while one takes the place of the other. */
  secrets: readonly string[];
}

export interface WebhookReceiver {
  handle(request: Request): Promise<Response>;
  /** Ends waiting for decisions, and waits for handlers that are at work. */
  close(): Promise<void>;
}

/** As much as the server takes itself. */
const bodyBytesMax = 1024 * 1024;
/** More than these at once wait at the server, where they are safe. */
const atWorkMax = 1_000;

/**
 * Takes a bot's deliveries by request. It answers when a delivery is in hand, long before it is handled: a handler may take
 * half an hour, a request must not. So a delivery is lost if the process ends before its handler does.
 */
export function receiveWebhooks(options: WebhookOptions): WebhookReceiver {
  checkWebhookSecrets(options.secrets);
  const api = new BotApi(options);
  const closing = new AbortController();
  const inbox = new Inbox(api, { receiver: options, signal: closing.signal, acknowledge: null });
  return {
    handle: async (request) => {
      if (request.method !== 'POST') return refusal(405, { allow: 'POST' });
      const body = await readBody(request);
      if (typeof body === 'number') return refusal(body);
      const verdict = await verifyWebhook(request.headers, body, options.secrets);
      if (!verdict.ok) return refusal(401);
      if (inbox.size >= atWorkMax) return refusal(503, { 'retry-after': '1' });
      return take({ told: parse(body), id: verdict.id });
    },
    close: async () => {
      closing.abort();
      await inbox.close();
    },
  };

  function take({ told, id }: { told: object | null; id: string }): Response {
    if (told === null) return refusal(400);
    if ('type' in told && told.type === 'bot.status_request') sayOnline();
    // What it is named by is what was signed.
    const delivery = readDelivery({ ...told, id });
    if (delivery !== null && !inbox.take(delivery)) return refusal(503, { 'retry-after': '60' });
    return new Response(null, { status: 202 });
  }

  function sayOnline(): void {
    const { capabilities, onError } = options;
    const abilities = capabilities === undefined ? {} : { capabilities: [...capabilities] };
    api.setStatus({ online: true, at: Date.now(), ...abilities }).catch((error: unknown) => onError?.(error));
  }
}

function refusal(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers });
}

/** Or why not: it is longer than anything that the server would send, or it broke off, which is no error of ours. */
async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer> | 400 | 413> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  try {
    for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
      chunks.push(read.value);
      length += read.value.length;
      if (length > bodyBytesMax) break;
    }
  } catch {
    return 400;
  }
  if (length <= bodyBytesMax) return joined(chunks, length);
  await reader?.cancel().catch(() => undefined);
  return 413;
}

function joined(chunks: Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function parse(body: Uint8Array): object | null {
  try {
    const told: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof told === 'object' ? told : null;
  } catch {
    return null;
  }
}
