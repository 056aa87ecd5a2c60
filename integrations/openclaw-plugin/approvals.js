// @ts-check
import { answerId, untilHeard } from './vendor/bot-sdk.js';
import { channelId } from './account.js';
import { cardOf } from './approval-card.js';
import { conversationIn, conversationOfSession, targetOf } from './target.js';

/** @import { InputBlock } from './vendor/bot-sdk.js' */
/** @import { ApprovalRequest, PendingView, ResolvedView } from './host.d.ts' */
/** @import { Running } from './connections.js' */

/**
 * Where a card stands.
 *
 * @typedef {{ conversationId: string, messageId: string, approvalId: string, content: InputBlock[] }} Entry
 */

const kinds = /** @type {const} */ (['exec', 'plugin', 'system-agent']);

/**
 * How OpenClaw asks people of this channel. The decision comes back by another way: as a delivery (decisions.js).
 *
 * @param {() => Running | null} running
 */
export function approvalCapability(running) {
  const isRunning = () => running() !== null;
  const enabled = () => ({ kind: isRunning() ? 'enabled' : 'disabled' });
  return {
    /** The server's own check, once more: nobody may but who is just deciding on a card there. `/approve` is no way around it. */
    authorizeActorAction: (/** @type {{ senderId?: string | null }} */ { senderId }) =>
      running()?.decisions.isDeciding(senderId) === true
        ? { authorized: true }
        : { authorized: false, reason: 'Decide on the card in Claw Chat.' },
    getActionAvailabilityState: enabled,
    getExecInitiatingSurfaceState: enabled,
    resolveApproveCommandBehavior: () => ({ kind: 'reply', text: 'Decide on the card in Claw Chat.' }),
    delivery: {
      hasConfiguredDmRoute: isRunning,
      shouldSuppressForwardingFallback: (/** @type {{ target: { channel: string } }} */ { target }) =>
        target.channel === channelId,
    },
    native: {
      describeDeliveryCapabilities: (/** @type {{ request: ApprovalRequest }} */ { request }) => ({
        enabled: isRunning() && conversationOf(request) !== null,
        preferredSurface: 'origin',
        supportsOriginSurface: true,
        supportsApproverDmSurface: false,
        notifyOriginWhenDmOnly: false,
      }),
      resolveOriginTarget: (/** @type {{ request: ApprovalRequest }} */ { request }) => {
        const conversationId = conversationOf(request);
        return conversationId === null ? null : { to: targetOf(conversationId) };
      },
    },
    nativeRuntime: nativeRuntime(running),
  };
}

/** @param {() => Running | null} running */
function nativeRuntime(running) {
  return {
    eventKinds: kinds,
    availability: {
      isConfigured: () => running() !== null,
      shouldHandle: (/** @type {{ request: ApprovalRequest }} */ { request }) => conversationOf(request) !== null,
    },
    presentation: {
      buildPendingPayload: (/** @type {{ view: PendingView }} */ { view }) => cardOf(view),
      buildResolvedResult: (/** @type {{ view: ResolvedView }} */ { view }) => {
        // Decided on the card. The server has said so there already, and an edit that says it again would be refused: a bot may
        // not send `resolved` (actionsBlockSchema of lib/contract/blocks.ts is strict).
        if (running()?.decisions.isOurs(view.approvalId) === true) return { kind: 'leave' };
        return { kind: 'update', payload: view.decision === 'deny' ? 'Denied elsewhere.' : 'Allowed elsewhere.' };
      },
      // The card carries the time of its end, and the server keeps it.
      buildExpiredResult: () => ({ kind: 'leave' }),
    },
    transport: {
      prepareTarget: (/** @type {{ plannedTarget: { target: { to: string } } }} */ { plannedTarget }) => {
        const conversationId = conversationIn(plannedTarget.target.to);
        return conversationId === null ? null : { dedupeKey: conversationId, target: { conversationId } };
      },
      /**
       * @param {{ preparedTarget: { conversationId: string }, view: PendingView, pendingPayload: InputBlock[] }} card
       * @returns {Promise<Entry | null>}
       */
      deliverPending: async ({ preparedTarget: { conversationId }, view: { approvalId }, pendingPayload: content }) => {
        const api = running()?.api;
        if (api === undefined) return null;
        // The same approval, asked again after a restart, is the same card.
        const clientId = await answerId(`approval:${approvalId}`, 0);
        const message = { conversationId, text: '', blocks: content, clientId };
        const { messageId } = await untilHeard(() => api.send(message));
        return { conversationId, messageId, approvalId, content };
      },
      /** @param {{ entry: Entry, payload: string }} withdrawn */
      updateEntry: async ({ entry, payload }) => {
        const { messageId: id, conversationId } = entry;
        const content = entry.content.filter((block) => block.type === 'text');
        await running()?.decisions.withdraw({ id, conversationId, content }, payload);
      },
    },
  };
}

/** @param {ApprovalRequest} request */
function conversationOf({ request }) {
  const { turnSourceChannel, turnSourceTo, sessionKey } = request;
  const origin = turnSourceChannel === channelId ? conversationIn(turnSourceTo) : null;
  return origin ?? conversationOfSession(sessionKey);
}
