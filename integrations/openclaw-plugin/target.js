// @ts-check
import { channelId } from './account.js';

const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/**
 * The conversation that a target means: with the channel's name before it or without, and in whatever case. OpenClaw keeps
 * session keys in lower case, and an interrupted session comes back with one.
 *
 * @param {string | number | null | undefined} target
 * @returns {string | null}
 */
export function conversationIn(target) {
  const id = String(target ?? '')
    .trim()
    .replace(new RegExp(`^${channelId}:`, 'i'), '')
    .toUpperCase();
  return ulid.test(id) ? id : null;
}

/**
 * @param {string | null | undefined} sessionKey
 * @returns {string | null}
 */
export function conversationOfSession(sessionKey) {
  const own = new RegExp(`:${channelId}:(?:[^:]+:)?direct:([^:]+)`, 'i').exec(sessionKey ?? '');
  return conversationIn(own?.[1]);
}

/** @param {string} conversationId */
export function targetOf(conversationId) {
  return `${channelId}:${conversationId}`;
}

/**
 * @param {unknown} id
 * @returns {string | null}
 */
export function messageIn(id) {
  const found = typeof id === 'string' ? id.trim().toUpperCase() : '';
  return ulid.test(found) ? found : null;
}
