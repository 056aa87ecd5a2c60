import { defineSetupPluginEntry } from 'openclaw/plugin-sdk/channel-core';
import { base } from './channel.js';

export default defineSetupPluginEntry(base);
