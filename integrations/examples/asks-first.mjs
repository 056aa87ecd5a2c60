// Asks before it does anything, and takes nothing but a yes for one.
import { hostname } from 'node:os';
import { bot } from 'claw-chat-bot-sdk';

const { CLAW_URL: url, CLAW_KEY: key } = process.env;

bot({ url, key }).on('message', async (m) => {
  m.typing('looking around');
  const title = 'Empty the scratch folder';
  const why = `You wrote: ${m.text}`;
  const { allowed } = await m.ask({ title, command: 'rm -rf scratch/*', where: hostname(), why });
  await m.reply(allowed ? 'It is empty now.' : 'I leave it as it is.');
});
