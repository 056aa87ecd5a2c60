// @ts-check
import { readDelivery, verifyWebhook } from './vendor/bot-sdk.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Connections, Running } from './connections.js' */

export const webhookPath = '/plugins/kilo-chat/webhook';

/** As much as the server takes itself. */
const bodyBytesMax = 1024 * 1024;

/**
 * The other way to be told: by request. A signature opens it (Standard Webhooks), so OpenClaw's own tokens stay at home.
 *
 * @param {Connections} connections
 */
export function webhookHandler(connections) {
  return async (/** @type {IncomingMessage} */ req, /** @type {ServerResponse} */ res) => {
    const { running } = connections;
    const [status, headers = {}] =
      running === null || running.account.webhookSecrets.length === 0
        ? /** @type {const} */ ([503, { 'retry-after': '5' }])
        : await answer(running, req);
    res.writeHead(status, headers).end();
    return true;
  };
}

/**
 * @param {Running} running
 * @param {IncomingMessage} req
 * @returns {Promise<[status: number, headers?: Record<string, string>]>}
 */
async function answer({ account, api, inbox, log }, req) {
  if (req.method !== 'POST') return [405, { allow: 'POST' }];
  const body = await readBody(req);
  if (body === null) return [413];
  const headers = { get: (/** @type {string} */ name) => [req.headers[name]].flat()[0] ?? null };
  const verdict = await verifyWebhook(headers, body, account.webhookSecrets);
  if (!verdict.ok) return [401];
  const told = parse(body);
  if (told === null) return [400];
  // Senders of an earlier kind leave it out.
  const { type = 'message.created' } = told;
  if (type === 'bot.status_request') {
    await api.setStatus({ online: true, at: Date.now() }).catch(() => undefined);
    return [202];
  }
  // What it is named by is what was signed.
  const delivery = readDelivery({ ...told, type, id: verdict.id });
  if (delivery === null) return [400];
  try {
    await inbox.take(delivery);
  } catch (error) {
    log?.warn?.(`a delivery was not taken and comes again: ${String(error)}`);
    return [503, { 'retry-after': '60' }];
  }
  return [202];
}

/**
 * Null: it is longer than anything that the server would send.
 *
 * @param {IncomingMessage} req
 * @returns {Promise<Uint8Array<ArrayBuffer> | null>}
 */
async function readBody(req) {
  /** @type {Buffer[]} */
  const chunks = [];
  let length = 0;
  for await (const chunk of req) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > bodyBytesMax) return null;
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/**
 * @param {Uint8Array} body
 * @returns {Record<string, unknown> | null}
 */
function parse(body) {
  try {
    const told = JSON.parse(new TextDecoder().decode(body));
    return typeof told === 'object' && !Array.isArray(told) ? told : null;
  } catch {
    return null;
  }
}
