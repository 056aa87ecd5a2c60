// @ts-check
import { BotApi, BotApiError } from './vendor/bot-sdk.js';

/** @import { BotAddress, Member } from './vendor/bot-sdk.js' */

/**
 * @typedef {object} ConversationStatus
 * @property {number} contextTokens
 * @property {number} contextWindow
 * @property {string} model
 * @property {string} provider
 * @property {number} at
 */

/** The bot API, and what the SDK doesn't have. */
export class KiloChatApi extends BotApi {
  #address;

  /** @param {BotAddress} address */
  constructor(address) {
    super(address);
    this.#address = address;
  }

  /**
   * How full the model's context is, for the ring in the conversation's header. An older server has no such place.
   *
   * @param {string} conversationId
   * @param {ConversationStatus} status
   */
  async setConversationStatus(conversationId, status) {
    const { url, key, sandboxId, fetch: ask = fetch } = this.#address;
    const path = `/bot/v1/sandboxes/${sandboxId}/conversations/${conversationId}/conversation-status`;
    const who = { authorization: `Bearer ${key}`, 'x-kilo-sandbox-id': sandboxId };
    const headers = { ...who, 'content-type': 'application/json' };
    const response = await ask(url.replace(/\/$/, '') + path, {
      method: 'POST',
      headers,
      body: JSON.stringify(status),
    });
    await response.body?.cancel();
    if (!response.ok && response.status !== 404)
      throw new BotApiError(response.status, response.statusText, { code: null, retryAfterSeconds: null });
  }

  /**
   * @param {string} conversationId
   * @returns {Promise<Member[]>}
   */
  async members(conversationId) {
    return (await this.readConversation(conversationId)).members;
  }
}
