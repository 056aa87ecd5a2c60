// Bundles what the OpenClaw plugin needs of lib. Run it after a change there, and commit what it writes:
//   node scripts/openclaw-plugin.ts [folder]     into integrations/openclaw-plugin/vendor unless another folder is named
import { buildPluginSdk } from './bot-sdk/build.ts';

const [folder = 'integrations/openclaw-plugin/vendor'] = process.argv.slice(2);
await buildPluginSdk(folder);
console.log(`The plugin's part of lib is in ${folder}.`);
