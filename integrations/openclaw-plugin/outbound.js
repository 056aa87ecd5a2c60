// @ts-check
import { answerId, openMessage, untilHeard } from './vendor/bot-sdk.js';
import { channelId } from './account.js';
import { bringFile } from './media.js';
import { conversationIn, messageIn } from './target.js';

/** @import { FileBlock } from './vendor/bot-sdk.js' */
/** @import { Host, SendContext } from './host.d.ts' */
/** @import { Connection } from './connections.js' */

/** What OpenClaw says about a restart. It is no part of the answer that was interrupted. */
const notice = /^main-session-restart-recovery:/;
/**
 * The one that it is going on. Here people see the answer itself go on; in another wording it would be said like any other.
 */
const goesOn = /^I'm continuing your interrupted request now/;

/**
 * What OpenClaw sends by itself: what the agent's message tool sends, what was queued, and after a kill what an interrupted
 * session had still to say.
 *
 * @param {Host} host
 * @param {(cfg: SendContext['cfg']) => Connection} connectionOf
 */
export function outbound(host, connectionOf) {
  return {
    deliveryMode: 'direct',
    // The server cuts what is longer than a block, but never in the middle of a character.
    chunker: null,
    textChunkLimit: 100_000,
    resolveTarget: (/** @type {{ to?: string }} */ { to }) => {
      const conversationId = conversationIn(to);
      return conversationId === null
        ? { ok: false, error: new Error(`a conversation's id is needed, not ${to}`) }
        : { ok: true, to: conversationId };
    },
    shouldSuppressLocalPayloadPrompt: (
      /** @type {{ hint?: { kind: string, nativeRouteActive?: boolean } }} */ { hint },
    ) => hint?.kind === 'approval-pending' && hint.nativeRouteActive === true,
    sendText: (/** @type {SendContext} */ context) => send(context, []),
    sendMedia: async (/** @type {SendContext} */ context) => {
      const { mediaUrl: url, mediaAccess, mediaLocalRoots, mediaReadFile } = context;
      if (url === undefined) return send(context, []);
      const { api } = connectionOf(context.cfg);
      const conversationId = conversationOf(context);
      const access = { mediaAccess, mediaLocalRoots, mediaReadFile };
      const idempotencyKey = await nameOf(context, 'file');
      const file = { url, conversationId, access, ...(idempotencyKey === null ? {} : { idempotencyKey }) };
      return send(context, [await bringFile(api, host, file)]);
    },
  };

  /**
   * @param {SendContext} context
   * @param {FileBlock[]} files
   */
  async function send(context, files) {
    const conversationId = conversationOf(context);
    const { api, notebook } = connectionOf(context.cfg);
    const left = notebook?.leftIn(conversationId) ?? null;
    if (left !== null && goesOn.test(context.text)) {
      await api.sayTyping(conversationId, 'going on after a restart').catch(() => undefined);
      return { channel: channelId, messageId: '', conversationId, outcome: 'not_sent' };
    }
    const messageId =
      left === null || files.length > 0 || notice.test(context.deliveryQueueId ?? '')
        ? await sendNew(context, files)
        : await goOn(left);
    return { channel: channelId, messageId, conversationId };

    /** The answer that was begun when the process was killed is the one that people read to its end. */
    async function goOn(/** @type {import('./notebook.js').Begun} */ begun) {
      const number = begun.isOpen ? begun.answers - 1 : begun.answers;
      const clientId = await answerId(begun.messageId, number);
      const stream = await openMessage(api, { conversationId, clientId });
      stream.append(context.text);
      await stream.finish();
      notebook?.note({ ...begun, answers: number + 1, isOpen: false });
      return stream.messageId;
    }
  }

  /**
   * @param {SendContext} context
   * @param {FileBlock[]} files
   */
  async function sendNew(context, files) {
    const conversationId = conversationOf(context);
    const replyTo = messageIn(context.replyToId);
    const clientId = (await nameOf(context, 'message')) ?? (await answerId(crypto.randomUUID(), 0));
    const reply = replyTo === null ? {} : { inReplyToMessageId: replyTo };
    const message = { conversationId, text: context.text, files, clientId, ...reply };
    const { messageId } = await untilHeard(() => connectionOf(context.cfg).api.send(message), context.signal);
    return messageId;
  }
}

/** @param {SendContext} context */
function conversationOf({ to }) {
  const conversationId = conversationIn(to);
  if (conversationId === null) throw new TypeError(`a conversation's id is needed, not ${to}`);
  return conversationId;
}

/**
 * OpenClaw's queue tries again what it isn't sure of: under the same name it is the same message.
 *
 * @param {SendContext} context
 * @param {string} what
 */
async function nameOf({ deliveryQueueId, deliveryPartIndex = 0 }, what) {
  return deliveryQueueId === undefined ? null : answerId(`${what}:${deliveryQueueId}`, deliveryPartIndex);
}
