interface Place {
  /** The bot's own address. */
  url: string;
  key: string;
}

/** Says one thing in a conversation, from any shell. */
export function sayCommand({ url, key, conversationId }: Place & { conversationId: string }): string {
  const body = JSON.stringify({ conversationId, content: [{ type: 'text', text: 'Hello from the shell.' }] });
  return `curl ${url}/messages \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '${body}'`;
}

export function runCommand({ url, key }: Place): string {
  return `CLAW_URL=${url} \\
CLAW_KEY=${key} \\
node bot.mjs`;
}

/** Connects an OpenClaw: with the plugin that its server has, so that the two always fit. */
export function openClawCommands({ origin, url, key }: Place & { origin: string }): string {
  const channel = JSON.stringify({ enabled: true, url, key });
  return `curl -fsSO ${origin}/integrations/openclaw-plugin.tgz
openclaw plugins install ./openclaw-plugin.tgz --force --accept-capabilities
openclaw config set channels.kilo-chat '${channel}' --strict-json
openclaw gateway restart`;
}

/** The name under which `runCommand` finds it. */
export const programName = 'bot.mjs';

/**
 * A whole bot, for Node 20 and newer, without a package: it says what was said to it. What it was told it acknowledges last,
 * so that what it didn't come to is told again.
 */
export const program = `const { CLAW_URL, CLAW_KEY } = process.env;
const headers = { Authorization: \`Bearer \${CLAW_KEY}\`, 'Content-Type': 'application/json' };

async function post(path, body) {
  const answer = await fetch(CLAW_URL + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
}

async function hear({ id, type, conversationId, text }) {
  if (type === 'message.created') {
    const content = [{ type: 'text', text: \`You said: \${text}\` }];
    await post('/messages', { conversationId, content });
  }
  if (id) await post('/deliveries/ack', { ids: [id] });
}

const stream = await fetch(CLAW_URL + '/events', { headers });
if (!stream.ok) throw new Error(await stream.text());
const isHere = () => post('/bot-status', { online: true, at: Date.now() }).catch(console.error);
await isHere();
setInterval(isHere, 15_000);
let rest = '';
for await (const part of stream.body.pipeThrough(new TextDecoderStream())) {
  const events = (rest + part).split('\\n\\n');
  rest = events.pop();
  for (const event of events) {
    const data = /^data: (.*)$/m.exec(event)?.[1];
    if (data) await hear(JSON.parse(data));
  }
}
`;
