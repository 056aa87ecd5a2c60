// Says what was said to it, when it is told by request: for a bot that lives on a server of its own.
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { bot } from 'claw-chat-bot-sdk';

const { CLAW_URL: url, CLAW_KEY: key, CLAW_SECRET: secret, PORT = '8787' } = process.env;

const handle = bot({ url, key })
  .on('message', (m) => m.reply(`You said: ${m.text}`))
  .webhook({ secret });

const server = createServer(async (req, res) => {
  const { method, headers } = req;
  const body = method === 'POST' ? Readable.toWeb(req) : null;
  const { status } = await handle(new Request('http://bot', { method, headers, body, duplex: 'half' }));
  res.writeHead(status).end();
});
server.listen(Number(PORT), () => console.log(server.address().port));
