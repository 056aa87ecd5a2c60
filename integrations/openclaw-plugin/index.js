import { resolveApprovalOverGateway } from 'openclaw/plugin-sdk/approval-gateway-runtime';
import { defineChannelPluginEntry } from 'openclaw/plugin-sdk/channel-core';
import { registerChannelRuntimeContext } from 'openclaw/plugin-sdk/channel-runtime-context';
import { getAgentScopedMediaLocalRoots } from 'openclaw/plugin-sdk/media-local-roots';
import { loadOutboundMediaFromUrl } from 'openclaw/plugin-sdk/outbound-media';
import { createChannel } from './channel.js';

const { channel, setRuntime, registerFull } = createChannel({
  registerChannelRuntimeContext,
  resolveApprovalOverGateway,
  loadOutboundMediaFromUrl,
  getAgentScopedMediaLocalRoots,
});

export default defineChannelPluginEntry({
  id: 'kilo-chat',
  name: 'Claw Chat',
  description: 'Talk with this OpenClaw in Claw Chat.',
  plugin: channel,
  setRuntime,
  registerFull,
});
