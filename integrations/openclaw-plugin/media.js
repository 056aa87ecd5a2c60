// @ts-check
import { attachmentBytesMax, untilHeard } from './vendor/bot-sdk.js';

/** @import { BotApi, FileBlock } from './vendor/bot-sdk.js' */
/** @import { ChannelRuntime, Host, Log, MediaAccess } from './host.d.ts' */
/** @import { Told } from './notebook.js' */

/**
 * The files of a message, where OpenClaw finds them. One that can't be had is left out: the message is worth more than it.
 *
 * @param {BotApi} api
 * @param {{ told: Told, runtime: ChannelRuntime, log?: Log | undefined }} from
 */
export async function takeFiles(api, { told, runtime, log }) {
  const { conversationId, messageId, attachments = [] } = told;
  const taken = attachments.map(async ({ attachmentId, mimeType, filename }) => {
    try {
      const response = await untilHeard(() => api.download({ conversationId, attachmentId }));
      const bytes = Buffer.from(await response.arrayBuffer());
      const saved = await runtime.media.saveMediaBuffer(bytes, mimeType, 'inbound', attachmentBytesMax, filename);
      return [{ path: saved.path, contentType: saved.contentType ?? mimeType, fileName: filename, messageId }];
    } catch (error) {
      log?.warn?.(`a file of message ${messageId} could not be taken: ${String(error)}`);
      return [];
    }
  });
  return (await Promise.all(taken)).flat();
}

/**
 * Brings a file that the agent made or found.
 *
 * @param {BotApi} api
 * @param {Host} host
 * @param {{ url: string, conversationId: string, access: MediaAccess, idempotencyKey?: string }} file
 * @returns {Promise<FileBlock>}
 */
export async function bringFile(api, host, { url, conversationId, access, idempotencyKey }) {
  const loaded = await host.loadOutboundMediaFromUrl(url, { maxBytes: attachmentBytesMax, ...access });
  const file = {
    conversationId,
    filename: loaded.fileName ?? nameIn(url),
    mimeType: loaded.contentType ?? 'application/octet-stream',
    bytes: new Uint8Array(loaded.buffer),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
  return untilHeard(() => api.upload(file));
}

/** @param {string} url */
function nameIn(url) {
  return url.split(/[\\/]/).at(-1)?.split('?')[0] || 'file';
}
