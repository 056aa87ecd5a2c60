// @ts-check
import { textMax, textOf, titleMax, withText } from './vendor/bot-sdk.js';
import { emojiIn } from './emoji.js';
import { conversationIn, messageIn, targetOf } from './target.js';

/** @import { BotApi, InputBlock } from './vendor/bot-sdk.js' */
/** @import { ActionContext, HostConfig } from './host.d.ts' */
/** @import { Connection } from './connections.js' */

/**
 * What the agent's message tool can do here, beside sending.
 *
 * @type {Record<string, (call: Call) => Promise<unknown>>}
 */
const doings = {
  react: async ({ api, params, ...call }) => {
    const place = { conversationId: call.conversation(), messageId: call.message() };
    const emoji = emojiIn(textIn(params, 'emoji'));
    if (params['remove'] === true) await api.unreact({ ...place, emoji });
    else await api.react({ ...place, emoji });
    return { ok: true, ...place, emoji, removed: params['remove'] === true };
  },
  read: async ({ api, params, ...call }) => {
    const limit = Math.min(Math.max(Number(params['limit']) || 20, 1), 100);
    const before = messageIn(params['before']);
    const page = { conversationId: call.conversation(), limit, ...(before === null ? {} : { before }) };
    const { messages, hasMore } = await api.listMessages(page);
    const lines = messages.toReversed().map(({ id, senderId, createdAt, content, deleted }) => {
      const said = deleted ? '(deleted)' : textOf(content).slice(0, textMax);
      return `${id} ${senderId} ${new Date(createdAt).toISOString()} ${said}`;
    });
    return { messages: lines, hasMore, ...(hasMore ? { before: messages.at(-1)?.id } : {}) };
  },
  'member-info': async ({ api, ...call }) => ({ members: await api.listMembers(call.conversation()) }),
  edit: async ({ api, params, ...call }) => {
    const place = { conversationId: call.conversation(), messageId: call.message() };
    const text = textIn(params, 'message', 'text', 'content');
    await api.edit(place, withText(/** @type {InputBlock[]} */ ([]), text));
    return { ok: true, ...place };
  },
  delete: async ({ api, ...call }) => {
    const place = { conversationId: call.conversation(), messageId: call.message() };
    await api.delete(place);
    return { ok: true, ...place };
  },
  renameGroup: async ({ api, params, ...call }) => {
    const title = textIn(params, 'name', 'title', 'displayName');
    if (title.length > titleMax) throw new Error(`a title has at most ${titleMax} characters`);
    const conversationId = call.conversation();
    await api.renameConversation(conversationId, title);
    return { ok: true, conversationId, title };
  },
  'channel-list': async ({ api, params }) => {
    const cursor = typeof params['cursor'] === 'string' ? { cursor: params['cursor'] } : {};
    const { conversations, nextCursor } = await api.listConversations({ limit: 50, ...cursor });
    return {
      conversations: conversations.map(({ conversationId, title, lastActivityAt }) => ({
        to: targetOf(conversationId),
        title,
        lastActivityAt: new Date(lastActivityAt).toISOString(),
      })),
      ...(nextCursor === null ? {} : { cursor: nextCursor }),
    };
  },
  'channel-create': async ({ api, params }) => {
    const title = typeof params['name'] === 'string' && params['name'].trim() !== '' ? params['name'] : null;
    const { conversationId } = await api.createConversation(title === null ? {} : { title });
    return { ok: true, to: targetOf(conversationId) };
  },
};

/**
 * @typedef {object} Call
 * @property {BotApi} api
 * @property {Record<string, unknown>} params
 * @property {() => string} conversation The one that is named, or the one that the agent is in.
 * @property {() => string} message
 */

/** @param {(cfg: HostConfig) => Connection} connectionOf */
export function actions(connectionOf) {
  const names = Object.keys(doings);
  return {
    describeMessageTool: () => ({ actions: ['send', ...names] }),
    supportsAction: (/** @type {{ action: string }} */ { action }) => Object.hasOwn(doings, action),
    resolveExecutionMode: () => 'local',
    handleAction: async (/** @type {ActionContext} */ context) => {
      const act = Object.hasOwn(doings, context.action) ? doings[context.action] : undefined;
      if (act === undefined) throw new Error(`Claw Chat has no action ${context.action}`);
      const { api } = connectionOf(context.cfg);
      const done = await act({ api, params: context.params, ...placeIn(context) });
      return { content: [{ type: 'text', text: JSON.stringify(done, null, 2) }], details: done };
    },
  };
}

/** @param {ActionContext} context */
function placeIn({ params, toolContext }) {
  return {
    conversation: () => {
      const { currentMessagingTarget, currentChannelId } = toolContext ?? {};
      const named = [params['to'], params['target'], params['channelId'], params['conversationId'], params['chatId']];
      const told = named.find((id) => typeof id === 'string' && id.trim() !== '');
      const found = conversationIn(/** @type {string} */ (told ?? currentMessagingTarget ?? currentChannelId));
      if (found === null) throw new Error('say which conversation: its id, or kilo-chat:<id>');
      return found;
    },
    message: () => {
      const found = messageIn(params['messageId'] ?? toolContext?.currentMessageId);
      if (found === null) throw new Error('say which message: its id');
      return found;
    },
  };
}

/**
 * @param {Record<string, unknown>} params
 * @param {...string} names
 */
function textIn(params, ...names) {
  for (const name of names) {
    const said = params[name];
    if (typeof said === 'string' && said.trim() !== '') return said.trim();
  }
  throw new Error(`${names[0]} is needed`);
}
