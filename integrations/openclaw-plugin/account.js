// @ts-check
import { addressOf } from './vendor/bot-sdk.js';

/** @import { HostConfig } from './host.d.ts' */
/** @import { BotAddress } from './vendor/bot-sdk.js' */

export const channelId = 'kilo-chat';
/** There is one, and it has no name of its own. */
export const accountId = 'default';

/**
 * @typedef {object} Account
 * @property {boolean} enabled
 * @property {BotAddress | null} address Null: `problem` says what is missing.
 * @property {string | null} problem
 * @property {string[]} webhookSecrets With one it is told by request; without, it connects outwards.
 * @property {'off' | 'ack' | 'minimal' | 'extensive'} reactionLevel
 */

/**
 * What the configuration says, and for what it doesn't say the environment.
 *
 * @param {HostConfig} cfg
 * @param {Record<string, string | undefined>} [env]
 * @returns {Account}
 */
export function resolveAccount(cfg, env = process.env) {
  const section = /** @type {Record<string, unknown>} */ (cfg.channels?.[channelId] ?? {});
  const said = (/** @type {string} */ name, /** @type {string} */ variable) =>
    textIn(section[name]) ?? textIn(env[variable]);
  const level = said('reactionLevel', 'KILOCHAT_REACTION_LEVEL');
  const secrets = section['webhookSecret'] ?? env['KILOCHAT_WEBHOOK_SECRET'] ?? [];
  return {
    enabled: section['enabled'] !== false,
    ...addressIn({
      url: said('url', 'KILOCHAT_BASE_URL'),
      key: said('key', 'KILOCHAT_KEY'),
      sandboxId: said('sandboxId', 'KILOCLAW_SANDBOX_ID'),
    }),
    webhookSecrets: (Array.isArray(secrets) ? secrets : [secrets]).filter((secret) => textIn(secret) !== null),
    reactionLevel: level === 'off' || level === 'ack' || level === 'extensive' ? level : 'minimal',
  };
}

/**
 * @param {{ url: string | null, key: string | null, sandboxId: string | null }} said
 * @returns {Pick<Account, 'address' | 'problem'>}
 */
function addressIn({ url, key, sandboxId }) {
  if (url === null) return { address: null, problem: `channels.${channelId}.url is missing` };
  if (key === null) return { address: null, problem: `channels.${channelId}.key is missing` };
  try {
    return { address: addressOf({ url, key, ...(sandboxId === null ? {} : { sandboxId }) }), problem: null };
  } catch (error) {
    return { address: null, problem: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * @param {unknown} said
 * @returns {string | null}
 */
function textIn(said) {
  return typeof said === 'string' && said.trim() !== '' ? said.trim() : null;
}

/** The part of a channel that knows where its settings are. It is loaded before the rest, and without it. */
export const config = {
  listAccountIds: () => [accountId],
  defaultAccountId: () => accountId,
  resolveAccount: (/** @type {HostConfig} */ cfg) => resolveAccount(cfg),
  isEnabled: (/** @type {Account} */ account) => account.enabled,
  isConfigured: (/** @type {Account} */ account) => account.address !== null,
  unconfiguredReason: (/** @type {Account} */ account) => account.problem ?? 'not configured',
  inspectAccount: (/** @type {HostConfig} */ cfg) => {
    const { enabled, address, problem } = resolveAccount(cfg);
    return {
      accountId,
      enabled,
      configured: address !== null,
      tokenStatus: address === null ? 'missing' : 'available',
      ...(problem === null ? {} : { statusState: problem }),
    };
  },
  describeAccount: (/** @type {Account} */ account) => ({
    accountId,
    enabled: account.enabled,
    configured: account.address !== null,
  }),
};
