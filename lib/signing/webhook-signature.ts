// Standard Webhooks 1.0.0, symmetric: HMAC-SHA256 over `id.timestamp.body`. By WebCrypto alone, so that those who write bots
// check with the same file that the server signs with.

type WebhookHeader = 'webhook-id' | 'webhook-timestamp' | 'webhook-signature';

export interface Webhook {
  /** Names what is told, and stays the same however often it is tried. Without a dot, which parts what is signed. */
  id: string;
  /** Of this try. */
  timestamp: Date;
  /** To the last byte as it is sent. */
  body: string | Uint8Array<ArrayBuffer>;
}

/**
 * Why a webhook is not believed. `header_missing`: one of the three; `id_malformed`, `timestamp_malformed`: not as they are
 * written; `too_old`, `too_new`: sent again by somebody, or by a wrong clock; `signature_wrong`: none of them fits.
 */
export type WebhookRefusal =
  'header_missing' | 'id_malformed' | 'timestamp_malformed' | 'too_old' | 'too_new' | 'signature_wrong';

export type WebhookVerdict = { ok: true; id: string; timestamp: Date } | { ok: false; reason: WebhookRefusal };

/** The three headers of a webhook. While a secret is being replaced both sign, and either is enough. */
export async function signWebhook(
  { id, timestamp, body }: Webhook,
  secrets: readonly string[],
): Promise<Record<WebhookHeader, string>> {
  if (!isId(id)) throw new TypeError('A webhook’s id has characters, and no dot or blank among them.');
  const seconds = String(Math.floor(timestamp.getTime() / 1_000));
  const signatures = await signaturesOf({ id, seconds, body }, secrets);
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': signatures.map((signature) => `${version},${signature}`).join(' '),
  };
}

/** Whether a webhook comes from somebody who has one of the secrets, and was sent just now. */
export async function verifyWebhook(
  headers: Pick<Headers, 'get'>,
  body: string | Uint8Array<ArrayBuffer>,
  secrets: readonly string[],
  { now = new Date(), toleranceSeconds = 300 }: { now?: Date; toleranceSeconds?: number } = {},
): Promise<WebhookVerdict> {
  const id = headers.get('webhook-id');
  const seconds = headers.get('webhook-timestamp');
  const signature = headers.get('webhook-signature');
  if (!id || !seconds || !signature) return { ok: false, reason: 'header_missing' };
  if (!isId(id)) return { ok: false, reason: 'id_malformed' };
  if (!/^\d{1,12}$/.test(seconds)) return { ok: false, reason: 'timestamp_malformed' };

  const ageSeconds = now.getTime() / 1_000 - Number(seconds);
  if (ageSeconds > toleranceSeconds) return { ok: false, reason: 'too_old' };
  if (ageSeconds < -toleranceSeconds) return { ok: false, reason: 'too_new' };

  const expected = await signaturesOf({ id, seconds, body }, secrets);
  if (!isAnyOf(candidatesIn(signature), expected)) return { ok: false, reason: 'signature_wrong' };
  return { ok: true, id, timestamp: new Date(Number(seconds) * 1_000) };
}

/** A wrong secret is the configuration's mistake and no request's, so it throws: call it once before the first one comes. */
export function checkWebhookSecrets(secrets: readonly string[]): void {
  if (secrets.length === 0) throw new TypeError('A webhook needs a secret.');
  for (const secret of secrets) bytesOf(secret);
}

const version = 'v1';
const secretPrefix = 'whsec_';
const secretBytesMin = 24;
const secretBytesMax = 64;

const utf8 = new TextEncoder();

function isId(id: string): boolean {
  return /^[^\s.]+$/.test(id);
}

/** One for each secret, so that a request costs no more of them than we have secrets, whatever its header says. */
async function signaturesOf(
  { id, seconds, body }: { id: string; seconds: string; body: string | Uint8Array<ArrayBuffer> },
  secrets: readonly string[],
): Promise<string[]> {
  checkWebhookSecrets(secrets);
  const head = utf8.encode(`${id}.${seconds}.`);
  const bytes = typeof body === 'string' ? utf8.encode(body) : body;
  const signed = new Uint8Array(head.length + bytes.length);
  signed.set(head);
  signed.set(bytes, head.length);
  return Promise.all(secrets.map((secret) => hmac(secret, signed)));
}

async function hmac(secret: string, signed: Uint8Array<ArrayBuffer>): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', bytesOf(secret), algorithm, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, signed);
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
}

/** What it throws doesn't tell the secret. */
function bytesOf(secret: string): Uint8Array<ArrayBuffer> {
  const text = secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : '';
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  const bytes = Uint8Array.from(isBase64 ? atob(text) : '', (unit) => unit.charCodeAt(0));
  if (bytes.length < secretBytesMin || bytes.length > secretBytesMax) {
    throw new TypeError(
      `A webhook’s secret is ${secretPrefix} and ${secretBytesMin} to ${secretBytesMax} bytes in base64.`,
    );
  }
  return bytes;
}

/** Of the versions that others may sign with besides, only ours. */
function candidatesIn(header: string): string[] {
  return header.split(' ').flatMap((part) => (part.startsWith(`${version},`) ? [part.slice(version.length + 1)] : []));
}

/** Takes the same time wherever the first difference is, or what fits so far could be found out by asking. */
function isAnyOf(candidates: string[], expected: string[]): boolean {
  let found = 0;
  for (const candidate of candidates) for (const known of expected) found |= isSame(candidate, known);
  return found === 1;
}

function isSame(candidate: string, known: string): 0 | 1 {
  if (candidate.length !== known.length) return 0;
  let difference = 0;
  for (let at = 0; at < known.length; at++) difference |= candidate.charCodeAt(at) ^ known.charCodeAt(at);
  return difference === 0 ? 1 : 0;
}
