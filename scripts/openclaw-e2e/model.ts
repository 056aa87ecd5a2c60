import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';

interface Asked {
  messages: { role: string; content: unknown }[];
  stream?: boolean;
}

/** What a model says: a text, bit by bit, or the wish to run a command. */
type Said = { text: string; pauseMs: number } | { command: string };

/** A model that does what it is told in a word, on this machine and for nothing. */
export class Model implements AsyncDisposable {
  readonly #server = createServer((req, res) => void this.#answer(req, res).catch((error) => res.destroy(error)));
  /** How often it was asked. */
  asked = 0;

  static async start(): Promise<Model> {
    const model = new Model();
    model.#server.listen(0, '127.0.0.1');
    await once(model.#server, 'listening');
    return model;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.method !== 'POST') return void res.writeHead(404).end();
    this.asked += 1;
    const asked = JSON.parse(await textOf(req)) as Asked;
    const said = answerTo(asked.messages);
    if (asked.stream === true) await stream(res, said);
    else res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(whole(said)));
  }
}

const commands = /^(say|touch|count) (.+)$/gm;

/** The last thing that a person asked for, wherever it stands: OpenClaw says much more than that, and says it after it. */
function answerTo(messages: Asked['messages']): Said {
  const found = messages.flatMap(({ role, content }, at) => {
    if (role !== 'user') return [];
    return [...textIn(content).matchAll(commands)].map(([, verb = '', what = '']) => ({ verb, what, at }));
  });
  const last = found.at(-1);
  if (last === undefined) return { text: 'I was asked for nothing.', pauseMs: 0 };
  const isDone = messages.slice(last.at + 1).some(({ role }) => role === 'tool');
  if (last.verb === 'say') return { text: `You asked me to say ${last.what.trim()}. So I say it.`, pauseMs: 30 };
  if (last.verb === 'count')
    return { text: `Counting ${last.what.trim()}: one two three four five six seven.`, pauseMs: 700 };
  return isDone ? { text: 'The file is there now.', pauseMs: 10 } : { command: `touch ${last.what.trim()}` };
}

function textIn(content: unknown): string {
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map(({ text = '' }: { text?: string }) => text).join('\n') : '';
}

const about = { id: 'chatcmpl-1', created: 1, model: 'mock-1' };
const usage = { prompt_tokens: 900, completion_tokens: 100, total_tokens: 1_000 };

async function stream(res: ServerResponse, said: Said): Promise<void> {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  const say = (delta: object, finish: string | null = null) => {
    const chunk = { ...about, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] };
    res.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  say({ role: 'assistant', content: '' });
  if ('command' in said) say({ tool_calls: [{ index: 0, ...toolCall(said.command) }] });
  else {
    for (const word of said.text.split(/(?<= )/)) {
      say({ content: word });
      await new Promise((resolve) => setTimeout(resolve, said.pauseMs));
    }
  }
  say({}, 'command' in said ? 'tool_calls' : 'stop');
  res.write(`data: ${JSON.stringify({ ...about, object: 'chat.completion.chunk', choices: [], usage })}\n\n`);
  res.end('data: [DONE]\n\n');
}

function whole(said: Said): object {
  const isCommand = 'command' in said;
  const message = isCommand
    ? { role: 'assistant', content: null, tool_calls: [toolCall(said.command)] }
    : { role: 'assistant', content: said.text };
  const choices = [{ index: 0, message, finish_reason: isCommand ? 'tool_calls' : 'stop' }];
  return { ...about, object: 'chat.completion', choices, usage };
}

function toolCall(command: string): object {
  return {
    id: `call_${command.length}`,
    type: 'function',
    function: { name: 'exec', arguments: JSON.stringify({ command }) },
  };
}
