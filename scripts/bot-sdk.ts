// Builds the bot SDK as the package that bot authors install:
//   node scripts/bot-sdk.ts [folder]     into integrations/bot-sdk/dist unless another folder is named
import { buildBotSdk } from './bot-sdk/build.ts';

const [folder = 'integrations/bot-sdk/dist'] = process.argv.slice(2);
await buildBotSdk(folder);
console.log(`The bot SDK is in ${folder}.`);
