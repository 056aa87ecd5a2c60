// @ts-check
import { connectBot, pause } from './vendor/bot-sdk.js';
import { channelId } from './account.js';

/** @import { GatewayContext, Host, Log } from './host.d.ts' */
/** @import { Connections, Running } from './connections.js' */

/** Told by request it has no stream that says that it is here; after half a minute without a word it would seem to be away. */
const presentEveryMs = 20_000;
/** What it can do, for those who build interfaces. */
const capabilities = ['attachments', 'streaming', 'reactions', 'approvals', 'typing', 'stop'];

/**
 * Runs the account until OpenClaw ends it: an account that returns looks as if it had failed, and is started again for ever.
 *
 * @param {Host} host
 * @param {Connections} connections
 */
export function gateway(host, connections) {
  return {
    startAccount: async (/** @type {GatewayContext} */ context) => {
      const { account, accountId, abortSignal, channelRuntime: runtime, log } = context;
      if (runtime === undefined) throw new Error('this OpenClaw gives a channel no runtime; 2026.9.6 does');
      const running = connections.start({ account, runtime, log });
      host.registerChannelRuntimeContext({
        channelRuntime: runtime,
        channelId,
        accountId,
        // Without this approvals are raised, and nobody sees them.
        capability: 'approval.native',
        context: {},
        abortSignal,
      });
      running.inbox.resume();
      try {
        if (account.webhookSecrets.length > 0) await awaitRequests(running, context);
        else await listen(running, context);
      } finally {
        connections.stop(running);
      }
    },
  };
}

/**
 * @param {Running} running
 * @param {GatewayContext} context
 */
async function listen({ account, inbox, close }, { abortSignal, log, ...context }) {
  const show = shown(context);
  const connection = connectBot({
    .../** @type {NonNullable<typeof account.address>} */ (account.address),
    capabilities,
    onDelivery: (delivery) => inbox.take(delivery),
    onOpen: () => show({ connected: true, lastConnectedAt: Date.now(), lastError: null }),
    onError: (error) => {
      show({ lastError: String(error) });
      log?.warn?.(`it will be tried again: ${String(error)}`);
    },
  });
  const aborted = untilAborted(abortSignal);
  const end = await Promise.race([connection.ended, aborted]);
  if (end !== undefined && !abortSignal.aborted) {
    const why = {
      closed: 'closed',
      replaced: 'another OpenClaw has connected as this agent',
      refused: 'the key was refused',
    };
    show({ connected: false, lastError: why[end] });
    log?.error?.(`${why[end]}, so this channel stays silent until its settings change or OpenClaw starts again`);
    await aborted;
  }
  // Who waits for the server stops, and what was taken is acknowledged before OpenClaw ends.
  close();
  await connection.close();
  show({ connected: false });
}

/**
 * @param {Running} running
 * @param {GatewayContext} context
 */
async function awaitRequests({ api }, { abortSignal, log, ...context }) {
  const show = shown(context);
  show({ connected: true, lastConnectedAt: Date.now() });
  while (!abortSignal.aborted) {
    sayPresent(api, log);
    await pause(presentEveryMs, abortSignal);
  }
  await api.setStatus({ online: false, at: Date.now() }).catch(() => undefined);
  show({ connected: false });
}

/** @param {Pick<GatewayContext, 'accountId' | 'getStatus' | 'setStatus'>} context */
function shown({ accountId, getStatus, setStatus }) {
  return (/** @type {Record<string, unknown>} */ news) =>
    setStatus({ ...getStatus(), accountId, running: true, ...news });
}

/**
 * @param {Running['api']} api
 * @param {Log | undefined} log
 */
function sayPresent(api, log) {
  const status = { online: true, at: Date.now(), capabilities };
  api
    .setStatus(status)
    .catch((/** @type {unknown} */ error) => log?.warn?.(`its status was not heard: ${String(error)}`));
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<undefined>}
 */
function untilAborted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
