// @ts-check
import { BotApi, BotApiError, untilHeard } from './vendor/bot-sdk.js';

/** @import { BotAddress, Member } from './vendor/bot-sdk.js' */

/**
 * @typedef {object} ConversationStatus
 * @property {number} contextTokens
 * @property {number} contextWindow
 * @property {string} model
 * @property {string} provider
 * @property {number} at
 */

/** The bot API, and the two calls that the SDK doesn't have. */
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
    await this.#ask('POST', `/conversations/${conversationId}/conversation-status`, status);
  }

  /**
   * @param {string} conversationId
   * @returns {Promise<Member[]>}
   */
  async members(conversationId) {
    return (await untilHeard(() => this.readConversation(conversationId))).members;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} body
   */
  async #ask(method, path, body) {
    const { url, key, sandboxId, fetch: ask = fetch } = this.#address;
    const response = await ask(`${url.replace(/\/$/, '')}/bot/v1/sandboxes/${sandboxId}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'x-kilo-sandbox-id': sandboxId,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    await response.body?.cancel();
    if (!response.ok && response.status !== 404)
      throw new BotApiError(response.status, response.statusText, { code: null, retryAfterSeconds: null });
  }
}
