import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ChatMessage {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string;
  tool_calls?: { id: string; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

/** What it was asked. */
export interface ChatRequest {
  model: string;
  messages: ChatMessage[];
  tools?: { function: { name: string } }[];
  authorization: string | undefined;
  /** Resolves when whoever asked has hung up before the end. */
  hungUp: Promise<void>;
  hasHungUp: boolean;
}

/** How it answers one request. */
export type Behaviour = (res: ServerResponse, request: ChatRequest) => Promise<void> | void;

export interface ModelServer extends AsyncDisposable {
  /** What an installation is told to use it. */
  env: { OPENAI_BASE_URL: string; OPENAI_MODEL: string; OPENAI_API_KEY: string };
  requests: ChatRequest[];
  /** The next requests are answered like this, in order; all others by `otherwise`. */
  will(...behaviours: Behaviour[]): void;
  otherwise: Behaviour;
  /** Whether only who has the key is answered. */
  wantsKey: boolean;
}

/**
 * An endpoint that speaks as OpenAI's does: chat completions as a stream of events, tools, a key that it checks. And one that
 * misbehaves as real ones do, on demand.
 */
export async function startModelServer(): Promise<ModelServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const waiting: Behaviour[] = [];
  const model: ModelServer = {
    env: {
      OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
      OPENAI_MODEL: 'harbour-1',
      OPENAI_API_KEY: 'sk-a-key-of-the-tests-that-nobody-may-read',
    },
    requests: [],
    will: (...behaviours) => void waiting.push(...behaviours),
    otherwise: (res, request) => says(`You said: ${request.messages.at(-1)?.content}`)(res, request),
    wantsKey: true,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  server.on('request', (req, res) => {
    answer(req, res).catch(() => res.destroy());
  });
  return model;

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.url !== '/v1/chat/completions') return refuses(404, { message: 'Not found' })(res);
    const request = await read(req, res);
    if (model.wantsKey && request.authorization !== `Bearer ${model.env.OPENAI_API_KEY}`)
      return refusesKey(res, request);
    model.requests.push(request);
    await (waiting.shift() ?? model.otherwise)(res, request);
  }
}

async function read(req: IncomingMessage, res: ServerResponse): Promise<ChatRequest> {
  const pieces: Buffer[] = [];
  for await (const piece of req as AsyncIterable<Buffer>) pieces.push(piece);
  const body = JSON.parse(Buffer.concat(pieces).toString()) as Pick<ChatRequest, 'model' | 'messages' | 'tools'>;
  const { promise: hungUp, resolve } = Promise.withResolvers<void>();
  const request = { ...body, authorization: req.headers.authorization, hungUp, hasHungUp: false };
  res.on('close', () => {
    if (res.writableFinished) return;
    request.hasHungUp = true;
    resolve();
  });
  return request;
}

/** A whole answer, in pieces of some characters as models have it. */
export function says(text: string, end = 'stop'): Behaviour {
  return (res) => {
    begin(res);
    for (const piece of text.match(/[^]{1,7}/gu) ?? []) chunk(res, { content: piece });
    finish(res, end);
  };
}

/** Says this, and the rest when the promise is kept. */
export function pauses(text: string, until: Promise<unknown>, rest: string): Behaviour {
  return async (res) => {
    begin(res);
    chunk(res, { content: text });
    await until;
    if (res.destroyed) return;
    chunk(res, { content: rest });
    finish(res, 'stop');
  };
}

/** Wants a tool, after these words; the arguments in fragments, as they come. */
export function calls(name: string, asked: object | string, { text = '' } = {}): Behaviour {
  return (res) => {
    begin(res);
    if (text !== '') chunk(res, { content: text });
    const [first = '', ...rest] =
      (typeof asked === 'string' ? asked : JSON.stringify(asked)).match(/[^]{1,40}/gu) ?? [];
    const whole = { index: 0, id: 'call_1', type: 'function', function: { name, arguments: first } };
    chunk(res, { tool_calls: [whole] });
    for (const fragment of rest) chunk(res, { tool_calls: [{ index: 0, function: { arguments: fragment } }] });
    finish(res, 'tool_calls');
  };
}

/** The line breaks after these words, without an end. */
export function cutAfter(text: string): Behaviour {
  return (res) => {
    begin(res);
    if (text !== '') chunk(res, { content: text });
    // What was written is on its way before the line breaks.
    res.write(': \n\n', () => res.destroy());
  };
}

/** Takes the question, says these words, and then nothing any more. */
export function fallsSilentAfter(text: string): Behaviour {
  return (res) => {
    begin(res);
    if (text !== '') chunk(res, { content: text });
  };
}

export function refuses(
  status: number,
  error: { message: string; code?: string },
  headers = {},
): (res: ServerResponse) => void {
  return (res) =>
    void res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error }));
}

/** As some do, it quotes what it was given. */
export function refusesKey(res: ServerResponse, { authorization }: ChatRequest): void {
  refuses(401, { message: `Incorrect API key provided: ${authorization}`, code: 'invalid_api_key' })(res);
}

/** An answer, but not a model's: somebody else lives at that address. */
export function talksNonsense(res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>It works!</h1>');
}

/** Broken in the middle: no JSON where there should be some. */
export function stammers(res: ServerResponse): void {
  begin(res);
  res.end('data: {"choices": [{"delta": {"cont\n\n');
}

/** It fails after it has said that all is well, as a proxy does whose model has died. */
export function failsInside(status: number): Behaviour {
  return (res) => {
    begin(res);
    res.end(`data: ${JSON.stringify({ error: { code: status, message: 'upstream died' } })}\n\n`);
  };
}

function begin(res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  chunk(res, { role: 'assistant', content: '' });
}

function chunk(res: ServerResponse, delta: object): void {
  say(res, { delta, finish_reason: null });
}

function finish(res: ServerResponse, reason: string): void {
  say(res, { delta: {}, finish_reason: reason });
  res.end('data: [DONE]\n\n');
}

function say(res: ServerResponse, choice: object): void {
  const told = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    model: 'harbour-1',
    choices: [{ index: 0, ...choice }],
  };
  res.write(`data: ${JSON.stringify(told)}\n\n`);
}
