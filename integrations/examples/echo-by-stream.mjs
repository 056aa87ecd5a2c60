// Says what was said to it. It connects outwards, so it runs anywhere, behind any router.
import { bot } from 'claw-chat-bot-sdk';

const { CLAW_URL: url, CLAW_KEY: key } = process.env;

bot({ url, key })
  .on('open', () => console.log('online'))
  .on('message', (m) => m.reply(`You said: ${m.text}`));
