import { WebSocket } from 'ws';
import { BotApi } from '#lib/bot-sdk/api.ts';
import { openMessage } from '#lib/bot-sdk/message-stream.ts';
import { conversationContext, sandboxContext, userContext } from '#lib/contexts.ts';
import { subprotocol } from '#lib/protocol/version.ts';
import type { AppContext } from '#server/app-context.ts';
import { createKey } from '#server/bots/keys.ts';
import { startTestApp } from '#server/testing/app.ts';
import { connect } from '#server/testing/database.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import type { Bench } from './bench.ts';
import { nowMs } from './child.ts';
import { counted, type Row } from './figures.ts';

const lengths = [2_000, 20_000, 150_000];
const shortLengths = [2_000, 20_000];
/** Fifty tokens a second, of four or five characters, said ten times a second. */
const piece = 22;
const tokenEveryMs = 20;
const tokens = 500;
const perFrame = 250;

interface Received {
  bytes: number;
  /** All of them, with those that say that it begins, what the list shows of it, and that it is whole. */
  frames: number;
  deltas: number;
}

const nothing: Received = { bytes: 0, frames: 0, deltas: 0 };

/** What a reader's socket carries while an agent writes: its text while it grows, and once more when it is whole. */
export async function streamedReply({ address, isShort }: Bench): Promise<Row[]> {
  await using house = await startTestApp({
    database: { address, sql: connect(address, 1), [Symbol.asyncDispose]: async () => undefined },
    limits: 'generous',
    env: { LOG_LEVEL: 'error' },
  });
  const maya = await guest(house.app, 'Maya');
  const { key } = await createKey(house.app, maya.sandboxId, 'bench');
  const api = new BotApi({ url: house.ownUrl, key, sandboxId: maya.sandboxId });
  const reader = await Reader.open(house.app, house.ownUrl, maya);
  const rows: Row[] = [];
  for (const length of isShort ? shortLengths : lengths) {
    const received = await reader.during(() => writeAtOnce(api, maya.conversationId, length));
    rows.push(bytesRow(`${length} characters in pieces of ${piece}`, length, received));
  }
  const startMs = nowMs();
  const received = await reader.during(() => writeAsItComes(api, maya.conversationId));
  const seconds = (nowMs() - startMs) / 1_000;
  rows.push(bytesRow('50 tokens a second, by the SDK', textOf(tokens).length, received));
  rows.push(against('50 tokens a second, by the SDK: growing, frames/s', received.deltas / seconds, 10, 1));
  reader.close();
  return rows;
}

/** As many pieces as it would take, without the time between them. */
async function writeAtOnce(api: BotApi, conversationId: string, length: number): Promise<void> {
  const text = textOf(Math.ceil(length / 4)).slice(0, length);
  const { messageId } = await api.open({ conversationId });
  const place = { conversationId, messageId };
  for (let offset = 0; offset < length; offset += piece) {
    await api.append(place, { offset, text: text.slice(offset, offset + piece) });
  }
  await api.finish(place, []);
}

async function writeAsItComes(api: BotApi, conversationId: string): Promise<void> {
  const stream = await openMessage(api, { conversationId });
  for (let n = 0; n < tokens; n++) {
    stream.append(tokenOf(n));
    await new Promise((resolve) => setTimeout(resolve, tokenEveryMs));
  }
  await stream.finish();
}

function textOf(count: number): string {
  return Array.from({ length: count }, (_, n) => tokenOf(n)).join('');
}

/** Words, and a new line now and then, which is a character more on the wire. */
function tokenOf(n: number): string {
  return n % 40 === 39 ? 'end.\n' : n % 2 === 0 ? 'and ' : 'more ';
}

function bytesRow(what: string, length: number, { bytes, frames }: Received): Row {
  return against(`${what}: bytes, ${frames} frames`, bytes, 2 * length + perFrame * frames, 0);
}

function against(what: string, ours: number, limit: number, digits: number): Row {
  return {
    what,
    ours: ours.toFixed(digits),
    peer: `limit ${limit.toFixed(digits)}`,
    ratio: (ours / limit).toFixed(2),
    goal: '<= 1.0',
    held: counted(ours / limit),
  };
}

/** A page that shows the conversation, beside its list. */
class Reader {
  #received = { ...nothing };
  #ended: () => void = () => undefined;
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#received.bytes += headerOf(data.length) + data.length;
      this.#received.frames += 1;
      if (data.includes('"event":"message.delta"')) this.#received.deltas += 1;
      if (data.includes('"event":"message.updated"')) this.#ended();
    });
  }

  static async open(app: AppContext, url: string, maya: Omit<Person, 'password'>): Promise<Reader> {
    const { principal, sandboxId, conversationId } = maya;
    const { ticket } = await app.realtime.mintTicket(principal);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/connect?ticket=${ticket}`, [subprotocol]);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const contexts = [
      conversationContext(sandboxId, conversationId),
      sandboxContext(sandboxId),
      userContext(principal.userId),
    ].map((context) => ({ context, after: 0 }));
    const reader = new Reader(socket);
    const subscribed = new Promise((resolve) =>
      socket.on('message', (data: Buffer) => data.includes('context.subscribed') && resolve(null)),
    );
    socket.send(JSON.stringify({ type: 'context.subscribe', contexts }));
    await subscribed;
    return reader;
  }

  /** From now until a message has become whole. */
  async during(work: () => Promise<void>): Promise<Received> {
    this.#received = { ...nothing };
    const ended = new Promise<void>((resolve) => (this.#ended = resolve));
    await Promise.all([work(), ended]);
    return this.#received;
  }

  close(): void {
    this.#socket.terminate();
  }
}

/** Of a frame that a server sends. */
function headerOf(payload: number): number {
  if (payload < 126) return 2;
  return payload < 65_536 ? 4 : 10;
}
