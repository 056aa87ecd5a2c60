// @ts-check
import { channelId, config, resolveAccount } from './account.js';
import { actions } from './actions.js';
import { approvalCapability } from './approvals.js';
import { Connections } from './connections.js';
import { gateway } from './gateway.js';
import { outbound } from './outbound.js';
import { conversationIn, targetOf } from './target.js';
import { webhookHandler, webhookPath } from './webhook.js';

/** @import { Host, HostConfig, PluginApi } from './host.d.ts' */

/** What OpenClaw reads of a channel before anything of it runs. */
export const base = {
  id: channelId,
  meta: {
    id: channelId,
    label: 'Claw Chat',
    selectionLabel: 'Claw Chat (self-hosted)',
    docsPath: '/channels/kilo-chat',
    blurb: 'Your own Claw Chat: one conversation, one session.',
    markdownCapable: true,
  },
  capabilities: { chatTypes: ['direct'], reactions: true, edit: true, unsend: true, reply: true, media: true },
  reload: { configPrefixes: [`channels.${channelId}`] },
  config,
  setup: {
    applyAccountConfig: (/** @type {{ cfg: HostConfig, input: { url?: string, token?: string } }} */ said) => {
      const { url, token: key } = said.input;
      const told = { ...(url === undefined ? {} : { url }), ...(key === undefined ? {} : { key }) };
      return {
        ...said.cfg,
        channels: { ...said.cfg.channels, [channelId]: { ...section(said.cfg), enabled: true, ...told } },
      };
    },
  },
};

/**
 * The whole channel.
 *
 * @param {Host} host
 */
export function createChannel(host) {
  const connections = new Connections(host);
  const connectionOf = (/** @type {HostConfig} */ cfg) => connections.of(cfg);
  const channel = {
    ...base,
    security: {
      resolveDmPolicy: () => ({
        // Whoever writes here has been let into the conversation by the server.
        policy: 'open',
        allowFrom: ['*'],
        allowFromPath: `channels.${channelId}`,
        approveHint: 'People are let in and out in Claw Chat.',
      }),
      dmRouting: { resolveDmScope: () => 'per-channel-peer' },
    },
    messaging: {
      targetPrefixes: [channelId],
      normalizeTarget: (/** @type {string} */ raw) => conversationIn(raw) ?? undefined,
      inferTargetChatType: () => 'direct',
      targetResolver: {
        looksLikeId: (/** @type {string} */ raw) => conversationIn(raw) !== null,
        hint: `${channelId}:<conversation id>`,
      },
      formatTargetDisplay: (/** @type {{ target: string }} */ { target }) => targetOf(conversationIn(target) ?? target),
    },
    threading: { resolveReplyToMode: () => 'off' },
    agentPrompt: {
      reactionGuidance: (/** @type {{ cfg: HostConfig }} */ { cfg }) => {
        const { reactionLevel: level } = resolveAccount(cfg);
        return level === 'minimal' || level === 'extensive' ? { level, channelLabel: 'Claw Chat' } : undefined;
      },
    },
    outbound: outbound(host, connectionOf),
    actions: actions(connectionOf),
    approvalCapability: approvalCapability(() => connections.running),
    gateway: gateway(host, connections),
  };
  return {
    channel,
    /** @param {PluginApi['runtime']} runtime */
    setRuntime: (runtime) => connections.setRuntime(runtime),
    /** @param {PluginApi} api */
    registerFull: (api) =>
      api.registerHttpRoute({
        path: webhookPath,
        match: 'exact',
        auth: 'plugin',
        handler: webhookHandler(connections),
      }),
  };
}

/** @param {HostConfig} cfg */
function section(cfg) {
  return /** @type {Record<string, unknown>} */ (cfg.channels?.[channelId] ?? {});
}
