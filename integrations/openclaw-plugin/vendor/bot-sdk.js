// lib/bot-sdk/answer-id.ts
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/**
 * The id of a bot's answer, made from what it answers. A bot that dies between sending and acknowledging gets the delivery
 * again and answers again; under the same id the second answer is the first one, and nobody reads it twice.
 */
async function answerId(answersTo, number) {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`answer:${answersTo}:${number}`));
  const bytes = new Uint8Array(hash);
  return Array.from({ length: 26 }, (_, at) => crockford[digit(bytes, at)]).join('');
}
/** Five bits each; of the first only three, as a ULID has it. */
function digit(bytes, at) {
  const byte = bytes[at] ?? 0;
  return at === 0 ? byte & 7 : byte & 31;
}
// lib/contract/limits.ts
/** The bounds of the contract, apart from its schemas: a page that only counts characters needs no validator for it. */
const textMax = 8e3;
const attachmentBytesMax = 26214400;
const labelMax = 200;
const commandMax = 8e3;
const titleMax = 200;
/** Of why a decision was not delivered. */
const reasonMax = 500;
// lib/contract/growing-text.ts
/**
 * Blocks, and a text after them. It goes on in a last block of text and is cut where a block is full, but never in the middle
 * of a character. So a text that comes bit by bit makes the same blocks as the whole of it at once, on the server and in a page.
 */
function withText(blocks, text) {
  if (text === '') return [...blocks];
  const last = blocks.at(-1);
  return last?.type === 'text' ? [...blocks.slice(0, -1), ...cut(last.text + text)] : [...blocks, ...cut(text)];
}
/** In UTF-16 units, without joining the blocks: what an offset into the text counts. */
function textLength(content) {
  return content.reduce((length, block) => length + (block.type === 'text' ? block.text.length : 0), 0);
}
function cut(text) {
  const blocks = [];
  for (let at = 0; at < text.length;) {
    const end = text.length - at <= 8e3 ? text.length : at + textMax - (isInCharacter(text, at + 8e3) ? 1 : 0);
    blocks.push({
      type: 'text',
      text: text.slice(at, end),
    });
    at = end;
  }
  return blocks;
}
function isInCharacter(text, at) {
  return (text.codePointAt(at - 1) ?? 0) > 65535;
}
// lib/bot-sdk/api.ts
/** The server said no. What it says stays the same when it is asked again, unless `status` is 429 or 5xx. */
var BotApiError = class extends Error {
  status;
  code;
  retryAfterSeconds;
  constructor(status, sentence, told) {
    super(sentence);
    this.name = 'BotApiError';
    this.status = status;
    this.code = told.code;
    this.retryAfterSeconds = told.retryAfterSeconds;
  }
};
/** A line that died without a word would be waited on for ever. */
const answerMaxMs = 3e4;
/** The bot API, one call each. */
var BotApi = class {
  #address;
  constructor(address) {
    this.#address = address;
  }
  send({ text, files = [], blocks = [], ...message }) {
    const attached = files.map(({ attachmentId }) => ({
      type: 'attachment',
      attachmentId,
    }));
    const content = [...withText([], text), ...attached, ...blocks];
    return this.#json('POST', '/messages', {
      ...message,
      content,
    });
  }
  /** Begins a message that is written bit by bit. */
  open(message) {
    return this.#json('POST', '/messages', {
      ...message,
      content: [],
      streaming: true,
    });
  }
  append({ messageId, conversationId }, piece) {
    return this.#json('POST', `/messages/${messageId}/append`, {
      conversationId,
      ...piece,
    });
  }
  finish({ messageId, conversationId }, content) {
    return this.#json('POST', `/messages/${messageId}/finish`, {
      conversationId,
      content,
    });
  }
  /** Says what the whole message says from now on. */
  edit({ messageId, conversationId }, content) {
    return this.#json('PATCH', `/messages/${messageId}`, {
      conversationId,
      content,
      timestamp: Date.now(),
    });
  }
  /** What it said is gone; that there was one stays. */
  delete({ messageId, conversationId }) {
    return this.#json('DELETE', `/messages/${messageId}?${queryOf({ conversationId })}`);
  }
  readMessage({ messageId, conversationId }) {
    return this.#json('GET', `/v1/messages/${messageId}?${queryOf({ conversationId })}`);
  }
  /** A page, newest first: of all, or of those before or after one. */
  listMessages({ conversationId, ...page }) {
    return this.#json('GET', `/conversations/${conversationId}/messages?${queryOf(page)}`);
  }
  /** `operationId` is the bot's own of this: the same again does nothing more. */
  react({ messageId, ...reaction }) {
    return this.#json('POST', `/messages/${messageId}/reactions`, reaction);
  }
  unreact({ messageId, ...reaction }) {
    return this.#json('DELETE', `/messages/${messageId}/reactions?${queryOf(reaction)}`);
  }
  /** Says that the bot is at work, and at what, in a few words. People see it for five seconds. */
  sayTyping(conversationId, activity) {
    return this.#json('POST', `/conversations/${conversationId}/typing`, { activity });
  }
  stopTyping(conversationId) {
    return this.#json('POST', `/conversations/${conversationId}/typing/stop`, {});
  }
  /** Says that a decision never reached what waited for it. */
  /** It could do nothing with a message: people see that it never arrived, and its author can have it delivered again. */
  messageFailed({ conversationId, messageId, ...report }) {
    return this.#json('POST', `/conversations/${conversationId}/messages/${messageId}/delivery-failed`, report);
  }
  /** What it hears of from now on beside messages and decisions. */
  subscribe(types) {
    return this.#json('PUT', '/subscriptions', { types });
  }
  deliveryFailed({ conversationId, groupId, ...report }) {
    const path = `/conversations/${conversationId}/actions/${encodeURIComponent(groupId)}/delivery-failed`;
    return this.#json('POST', path, report);
  }
  listConversations(page = {}) {
    return this.#json('GET', `/conversations?${queryOf(page)}`);
  }
  /** One of them, with who is in it. */
  readConversation(conversationId) {
    return this.#json('GET', `/v1/conversations/${conversationId}`);
  }
  /** Who is in one of them now, the bot included. */
  async listMembers(conversationId) {
    const { members } = await this.#json('GET', `/conversations/${conversationId}/members`);
    return members;
  }
  /** Says how much of its model's memory a conversation takes. People see it beside the conversation. */
  setConversationStatus({ conversationId, ...status }) {
    return this.#json('POST', `/conversations/${conversationId}/conversation-status`, status);
  }
  /** Begins one with the owner of the bot's sandbox. */
  createConversation(about = {}) {
    return this.#json('POST', '/conversations', about);
  }
  renameConversation(conversationId, title) {
    return this.#json('PATCH', `/conversations/${conversationId}`, { title });
  }
  /** Brings a file for a message in this conversation; its block is what that message's content says. */
  async upload({ bytes, ...file }) {
    const announced = {
      ...file,
      size: bytes.length,
    };
    const place = await this.#json('POST', '/attachments/init', announced);
    return (
      await (
        await this.#reach(place.putUrl, {
          method: 'PUT',
          headers: place.putHeaders,
          body: bytes,
        })
      ).json()
    ).attachment;
  }
  /** A file of a message, as it comes. */
  async download({ attachmentId, conversationId }) {
    const path = `/attachments/${attachmentId}/url?conversationId=${conversationId}`;
    const { url } = await this.#json('GET', path);
    return this.#reach(url, {});
  }
  setStatus(status) {
    return this.#json('POST', '/bot-status', status);
  }
  acknowledge(ids) {
    return this.#json('POST', '/deliveries/ack', { ids });
  }
  /** The stream of deliveries, as it arrives. */
  events(signal) {
    return this.#stream('/events', signal);
  }
  /** What happens in one conversation from now on: the first event says that it has begun. */
  conversationEvents(conversationId, signal) {
    return this.#stream(`/v1/conversations/${conversationId}/events`, signal);
  }
  /** Its signature is all that an address needs. Where the server is, we know better than it does. */
  async #reach(signed, init) {
    const { url, fetch: ask = fetch } = this.#address;
    const { pathname, search } = new URL(signed, url);
    const response = await ask(url.replace(/\/$/, '') + pathname + search, init);
    if (!response.ok) throw await toError(response);
    return response;
  }
  async #stream(path, signal) {
    const response = await this.#request(path, {
      headers: { accept: 'text/event-stream' },
      signal,
    });
    if (response.body === null) throw new TypeError('the stream has no body');
    return response.body;
  }
  async #json(method, path, body) {
    const sent = body === void 0 ? {} : { body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(answerMaxMs);
    return await (
      await this.#request(path, {
        method,
        headers,
        signal,
        ...sent,
      })
    ).json();
  }
  /** Below the bot's own address, but for what everybody reads at the same one. */
  async #request(path, init) {
    const { url, key, sandboxId, fetch: ask = fetch } = this.#address;
    const who = {
      authorization: `Bearer ${key}`,
      'x-kilo-sandbox-id': sandboxId,
    };
    const headers = {
      ...init.headers,
      ...who,
    };
    const below = path.startsWith('/v1/') ? '' : `/bot/v1/sandboxes/${encodeURIComponent(sandboxId)}`;
    const response = await ask(url.replace(/\/$/, '') + below + path, {
      ...init,
      headers,
    });
    if (!response.ok) throw await toError(response);
    return response;
  }
};
function queryOf(asked) {
  return new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]));
}
async function toError(response) {
  const { code = null, message = response.statusText } = (await response.json().catch(() => null))?.error ?? {};
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  const retryAfterSeconds = Number.isNaN(seconds) ? null : seconds;
  return new BotApiError(response.status, message, {
    code,
    retryAfterSeconds,
  });
}
// lib/bot-sdk/bot-address.ts
function addressOf({ url, sandboxId, ...rest }) {
  const [, house = url, own] = /^(.*)\/bot\/v1\/sandboxes\/([\w-]+)\/?$/.exec(url) ?? [];
  const id = sandboxId ?? own;
  if (id === void 0) throw new TypeError(`A bot’s address ends in /bot/v1/sandboxes/…, and this doesn’t: ${url}`);
  return {
    ...rest,
    url: house,
    sandboxId: id,
  };
}
// lib/realtime/backoff.ts
const firstMs = 1e3;
const longestMs = 3e4;
/**
 * How long to wait before try number `attempt` (from 0). Full jitter: anywhere from nothing to the bound, because those who
 * lost the same server at the same moment must not come back at the same moment.
 */
function backoffMs(attempt, random = Math.random) {
  return Math.floor(random() * Math.min(longestMs, firstMs * 2 ** attempt));
}
// lib/bot-sdk/acknowledger.ts
/** As many as the server takes at once. */
const idsMax = 100;
/**
 * Acknowledges in batches: one request at a time, and whatever has come together meanwhile goes with the next. What could
 * not be said is said again; should this process die first, the delivery comes again instead.
 */
var Acknowledger = class {
  #say;
  #waiting = /* @__PURE__ */ new Set();
  #failures = 0;
  #running = null;
  #timer;
  constructor(say) {
    this.#say = say;
  }
  add(id) {
    this.#waiting.add(id);
    if (this.#timer === void 0) this.#run();
  }
  /** Says what is left, without a second try. */
  async close() {
    await this.#running;
    clearTimeout(this.#timer);
    while (this.#waiting.size > 0 && (await this.#sayOnce()));
  }
  #run() {
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
      if (this.#waiting.size > 0 && this.#timer === void 0) this.#run();
    });
  }
  async #work() {
    while (this.#waiting.size > 0) if (!(await this.#sayOnce())) return this.#later();
  }
  async #sayOnce() {
    const ids = [...this.#waiting].slice(0, idsMax);
    try {
      await this.#say(ids);
    } catch (error) {
      if (!(error instanceof BotApiError && error.status === 409)) {
        this.#failures += 1;
        return false;
      }
    }
    this.#failures = 0;
    for (const id of ids) this.#waiting.delete(id);
    return true;
  }
  #later() {
    this.#timer = setTimeout(() => {
      this.#timer = void 0;
      this.#run();
    }, backoffMs(this.#failures));
  }
};
// lib/bot-sdk/heartbeat.ts
/** Half of the time that the server waits for one. */
const beatEveryMs = 15e3;
/**
 * Says that the bot is there as long as its stream is: an open stream alone doesn't say that anybody is at work at this end.
 * When it goes on purpose it says that too, so that people needn't wait to find out.
 */
var Heartbeat = class {
  #beating;
  #timer;
  #hasBegun = false;
  constructor(beating) {
    this.#beating = beating;
  }
  begin() {
    this.pause();
    this.#hasBegun = true;
    this.#timer = setInterval(() => void this.#say(true), beatEveryMs);
    this.#say(true);
  }
  /** The stream has gone, and may come back. */
  pause() {
    clearInterval(this.#timer);
  }
  /** It goes for good. Who never came needn't say so. */
  async close() {
    this.pause();
    if (this.#hasBegun) await this.#say(false);
  }
  async #say(online) {
    const { say, capabilities, onError } = this.#beating;
    try {
      await say({
        online,
        at: Date.now(),
        ...(capabilities !== void 0 && { capabilities: [...capabilities] }),
      });
    } catch (error) {
      onError?.(error);
    }
  }
};
// lib/std/must.ts
/** The value, or a crash that names what was promised. For what the surrounding code has already made certain. */
function must(value, promise) {
  if (value === null || value === void 0) throw new Error(`expected ${promise}`);
  return value;
}
// lib/bot-sdk/read-events.ts
/** The server pings every 15 s: three missed ones are a dead line that nobody has closed. */
const silenceMaxMs = 45e3;
/** The events of a stream as they arrive. Ends with the stream; throws when the line is dead. */
async function* readEvents(body) {
  const lines = new EventLines();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await withinTime(reader.read());
      if (done) return;
      yield* lines.feed(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => void 0);
  }
}
/** Of what an event can have, its name and its data. Where the text was cut on its way doesn't matter. */
var EventLines = class {
  #rest = '';
  #isAfterCr = false;
  #event = null;
  #data = [];
  *feed(text) {
    if (text === '') return;
    const more = this.#isAfterCr && text.startsWith('\n') ? text.slice(1) : text;
    this.#isAfterCr = more.endsWith('\r');
    const lines = (this.#rest + more).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines)
      if (line !== '') this.#take(line);
      else yield* this.#end();
  }
  #take(line) {
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === 'event') this.#event = value;
    if (name === 'data') this.#data.push(value);
  }
  *#end() {
    const [event, data] = [this.#event, this.#data];
    this.#event = null;
    this.#data = [];
    if (data.length > 0)
      yield {
        event,
        data: data.join('\n'),
      };
  }
};
async function withinTime(work) {
  let timer;
  const silence = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(/* @__PURE__ */ new Error('the stream has gone silent')), silenceMaxMs);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
}
// lib/bot-sdk/until-heard.ts
/** Again and again while the server may be back in a moment, or until there is no more use in it. */
async function untilHeard(ask, signal) {
  for (let attempt = 0; ; attempt++)
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || signal?.aborted === true) throw error;
      const told = error instanceof BotApiError ? error.retryAfterSeconds : null;
      await pause(told === null ? backoffMs(attempt) : told * 1e3, signal);
    }
}
function isPassing(error) {
  if (!(error instanceof BotApiError)) return true;
  return error.status === 408 || error.status === 429 || error.status >= 500;
}
/** Ends early when the signal aborts; whoever waits looks at it. */
function pause(ms, signal) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
    if (signal?.aborted === true) end();
  });
}
// lib/bot-sdk/ask.ts
/**
 * Asks, and waits until somebody has decided, or nobody can any more. A bot that died meanwhile and asks for the very same
 * again finds the card that it left. For anything else it finds none: what was allowed is what was shown.
 */
async function ask(api, question, asking) {
  const { conversationId, answersTo, number, waiting, signal } = asking;
  const { text = '', expiresInSeconds, ...shown } = question;
  const groupId = await answerId(
    `${answersTo}:${JSON.stringify(
      Object.entries({
        text,
        ...shown,
      }).toSorted(),
    )}`,
    number,
  );
  return decisionOn(api, {
    conversationId,
    messageId: await put(
      api,
      {
        conversationId,
        text,
        blocks: [
          cardOf(shown, {
            groupId,
            expiresAt: expiresInSeconds === void 0 ? null : Date.now() + expiresInSeconds * 1e3,
          }),
        ],
        clientId: groupId,
      },
      signal,
    ),
    groupId,
    waiting,
    signal,
  });
}
function cardOf(
  { title, command, where, why, alwaysScope, kind = command === void 0 ? 'question' : 'exec' },
  { groupId, expiresAt },
) {
  return {
    type: 'actions',
    groupId,
    actions: [
      {
        label: 'Allow once',
        style: 'primary',
        value: 'allow-once',
      },
      ...(alwaysScope === void 0
        ? []
        : [
            {
              label: 'Always allow',
              style: 'secondary',
              value: 'allow-always',
            },
          ]),
      {
        label: 'Deny',
        style: 'danger',
        value: 'deny',
      },
    ],
    expiresAt,
    request: {
      kind,
      title,
      command,
      where,
      why,
      alwaysScope,
    },
  };
}
/** The same question, but that it would end later: the one that is there counts. */
async function put(api, message, signal) {
  try {
    const { messageId } = await untilHeard(() => api.send(message), signal);
    return messageId;
  } catch (error) {
    if (!(error instanceof BotApiError && error.code === 'client_id_reused')) throw error;
    const found = await findOwn(api, message, signal);
    if (found === null) throw error;
    return found.id;
  }
}
async function findOwn(api, { conversationId, clientId }, signal) {
  for (let before; ;) {
    const page = {
      conversationId,
      limit: 100,
      ...(before === void 0 ? {} : { before }),
    };
    const { messages, hasMore } = await untilHeard(() => api.listMessages(page), signal);
    const found = messages.find((message) => message.clientId === clientId);
    if (found !== void 0) return found;
    before = messages.at(-1)?.id;
    if (!hasMore || before === void 0) return null;
  }
}
/**
 * Looks when the stream has begun, so that nothing falls between, whenever that speaks of the message, when it ends, and when
 * a decision is delivered.
 */
async function decisionOn(api, pending) {
  const { groupId, waiting, signal } = pending;
  const look = async () => answerIn(await untilHeard(() => api.readMessage(pending), signal), groupId);
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    const turn = new AbortController();
    const end = () => turn.abort();
    const forget = waiting.add(groupId, end);
    signal.addEventListener('abort', end);
    try {
      const answer =
        (await watch(api, pending, {
          look,
          signal: turn.signal,
        })) ?? (await look());
      if (answer !== null) return answer;
      await pause(backoffMs(attempt), turn.signal);
    } finally {
      forget();
      signal.removeEventListener('abort', end);
    }
  }
}
/** Null: there is no stream (any more). */
async function watch(api, { conversationId, messageId }, { look, signal }) {
  try {
    let isFirst = true;
    for await (const { data } of readEvents(await api.conversationEvents(conversationId, signal))) {
      const answer = isFirst || data.includes(messageId) ? await look() : null;
      if (answer !== null) return answer;
      isFirst = false;
    }
  } catch (error) {
    if (!signal.aborted && !isPassing(error)) throw error;
  }
  return null;
}
/** Null: it waits for one. */
function answerIn({ content, deleted }, groupId) {
  const card = content.find((block) => block.type === 'actions' && block.groupId === groupId);
  if (deleted || card?.type !== 'actions')
    return {
      allowed: false,
      decision: 'withdrawn',
      by: null,
    };
  if (card.state === 'pending') return null;
  if (card.state !== 'decided')
    return {
      allowed: false,
      decision: card.state,
      by: null,
    };
  const { value, resolvedBy, isUnconfirmed } = must(card.resolved, 'the decision');
  if (isUnconfirmed)
    return {
      allowed: false,
      decision: 'expired',
      by: null,
    };
  return {
    allowed: value !== 'deny',
    decision: value,
    by: resolvedBy,
  };
}
// lib/bot-sdk/appender.ts
/** Readers can't tell more than ten changes a second from a flow, and each is a row and a frame to everybody. */
const everyMs = 100;
/** Often enough to hear of a reader's stop before the message is ended without us. */
const aliveEveryMs = 5e3;
/**
 * Says a text as it comes, in order, each piece until it is known to be stored: what was said already is found to be there by
 * its offset, so a lost answer repeats nothing. Says that it lives while nothing comes.
 */
var Appender = class {
  #say;
  #stopping = new AbortController();
  #offset;
  #waiting = '';
  #isClosing = false;
  #isStopped = false;
  #wake = () => void 0;
  /** Settles when all is said after `close`, or when nothing more can be. */
  ended;
  constructor(offset, say) {
    this.#offset = offset;
    this.#say = say;
    this.ended = this.#run();
    this.ended.catch(() => void 0);
  }
  /** Aborts when a reader has read enough, or when nothing will ever be read. */
  get signal() {
    return this.#stopping.signal;
  }
  get isStopped() {
    return this.#isStopped;
  }
  /** A reader has read enough, as the server says with an append or with a delivery. */
  stop() {
    this.#isStopped = true;
    this.#stopping.abort();
  }
  add(text) {
    this.#waiting += text;
    this.#wake();
  }
  close() {
    this.#isClosing = true;
    this.#wake();
    return this.ended;
  }
  /** Says nothing more, not even that it lives. */
  abandon() {
    this.#waiting = '';
    this.close();
  }
  async #run() {
    try {
      while (await this.#isMoreToSay()) {
        const [piece] = await Promise.all([this.#sayNext(), pause(everyMs)]);
        this.#offset += piece.length;
      }
    } catch (error) {
      if (!(error instanceof BotApiError && error.code === 'conflict')) this.#stopping.abort();
      throw error;
    }
  }
  /** A piece, the word that we live, or nothing after the last one. */
  async #isMoreToSay() {
    if (this.#isClosing) this.#waiting = this.#waiting.toWellFormed();
    if (endOf(this.#waiting) > 0) return true;
    if (this.#isClosing) return false;
    return (await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), aliveEveryMs);
      this.#wake = () => (clearTimeout(timer), resolve(true));
    }))
      ? this.#isMoreToSay()
      : true;
  }
  async #sayNext() {
    const piece = this.#waiting.slice(0, endOf(this.#waiting));
    this.#waiting = this.#waiting.slice(piece.length);
    const { stopRequested } = await untilHeard(() => this.#say(this.#offset, piece));
    if (stopRequested) this.stop();
    return piece;
  }
};
/** Not in the middle of a character: its other half may come with the next word. */
function endOf(text) {
  const end = Math.min(text.length, textMax);
  const last = text.charCodeAt(end - 1);
  return last >= 55296 && last < 56320 ? end - 1 : end;
}
// lib/bot-sdk/message-stream.ts
async function openMessage(api, opening) {
  const message = {
    clientId: await answerId(crypto.randomUUID(), 0),
    ...opening,
  };
  const opened = await untilHeard(() => api.open(message));
  const { stream, content } = opened.message;
  return stream === 'open' && content.length === 0 ? begun(api, opened) : continued(api, opened);
}
function begun(api, { messageId, message }) {
  const place = {
    conversationId: message.conversationId,
    messageId,
  };
  const appender = new Appender(textLength(message.content), (offset, text) =>
    api.append(place, {
      offset,
      text,
    }),
  );
  let text = '';
  return {
    messageId,
    signal: appender.signal,
    append: (piece) => {
      text += piece;
      appender.add(piece);
    },
    abandon: () => appender.abandon(),
    stop: () => appender.stop(),
    finish: async (content = []) => {
      try {
        await appender.close();
        await untilHeard(() => api.finish(place, content));
        return 'finished';
      } catch (error) {
        if (!isOver(error)) throw error;
        return appender.isStopped
          ? 'stopped'
          : replace(api, place, {
              text,
              content,
            });
      }
    },
  };
}
/**
 * One that we opened before we died. What it says so far were other words than today's, so it is replaced at the end; what was
 * finished then is read already, and stays.
 */
function continued(api, { messageId, message }) {
  const place = {
    conversationId: message.conversationId,
    messageId,
  };
  const offset = textLength(message.content);
  const alive =
    message.stream === 'open'
      ? new Appender(offset, (at, none) =>
          api.append(place, {
            offset: at,
            text: none,
          }),
        )
      : null;
  const stopping = new AbortController();
  let text = '';
  return {
    messageId,
    signal: alive?.signal ?? stopping.signal,
    append: (piece) => void (text += piece),
    abandon: () => alive?.abandon(),
    stop: () => (alive === null ? stopping.abort() : alive.stop()),
    finish: async (content = []) => {
      await alive?.close().catch(() => void 0);
      return message.stream === null
        ? 'finished'
        : replace(api, place, {
            text,
            content,
          });
    },
  };
}
async function replace(api, place, { text, content }) {
  try {
    await untilHeard(() => api.edit(place, [...withText([], text.toWellFormed()), ...content]));
    return 'finished';
  } catch (error) {
    if (isOver(error)) return 'stopped';
    throw error;
  }
}
/** It isn't being written any more, or it isn't there. */
function isOver(error) {
  return error instanceof BotApiError && (error.code === 'conflict' || error.code === 'not_found');
}
// lib/bot-sdk/typing.ts
/** People see it for five seconds. */
const againEveryMs = 3e3;
/**
 * Says what a bot is at, again and again, until it answers or is done. A word that is lost is said again; none of them is
 * worth failing for.
 */
var Typing = class {
  #door;
  #timer;
  /** The way to the server keeps no order: what is said last waits for what was said before. */
  #said = Promise.resolve();
  #underWay = 0;
  constructor(door) {
    this.#door = door;
  }
  begin(activity) {
    clearInterval(this.#timer);
    const say = () => this.#say(() => this.#door.say(activity));
    this.#timer = setInterval(() => this.#underWay === 0 && say(), againEveryMs);
    say();
  }
  /** What it wrote takes its place. */
  answered() {
    clearInterval(this.#timer);
    this.#timer = void 0;
  }
  end() {
    if (this.#timer === void 0) return;
    this.answered();
    this.#say(() => this.#door.stop());
  }
  #say(word) {
    this.#underWay += 1;
    this.#said = this.#said
      .then(word)
      .catch(() => void 0)
      .finally(() => (this.#underWay -= 1));
  }
};
// lib/bot-sdk/answering.ts
/** The answers to one delivery; `end` when it is handled. */
function answeringTo(api, { delivery, waiting, signal }) {
  const { conversationId } = delivery;
  const answersTo = subjectOf(delivery);
  const typing = new Typing({
    say: (activity) => api.sayTyping(conversationId, activity),
    stop: () => api.stopTyping(conversationId),
  });
  const streams = [];
  let count = 0;
  return {
    answering: {
      reply: async (text, { files = [], ...more } = {}) => {
        typing.answered();
        const clientId = await answerId(answersTo, count++);
        const attached = await Promise.all(
          files.map((file, at) =>
            untilHeard(
              () =>
                api.upload({
                  ...file,
                  conversationId,
                  idempotencyKey: `${clientId}-${at}`,
                }),
              signal,
            ),
          ),
        );
        await once(() =>
          untilHeard(
            () =>
              api.send({
                conversationId,
                text,
                files: attached,
                clientId,
                ...more,
              }),
            signal,
          ),
        );
      },
      stream: async () => {
        typing.answered();
        const stream = await openMessage(api, {
          conversationId,
          clientId: await answerId(answersTo, count++),
        });
        streams.push({
          stream,
          forget: waiting.addWriter(stream.messageId, () => stream.stop()),
        });
        return stream;
      },
      ask: (question) => {
        typing.answered();
        return ask(api, question, {
          conversationId,
          answersTo,
          number: count++,
          waiting,
          signal,
        });
      },
      typing: (activity) => typing.begin(activity),
      signal,
    },
    end: () => {
      typing.end();
      for (const { stream, forget } of streams) {
        forget();
        stream.abandon();
      }
    },
  };
}
/** Not the delivery itself, if it can be told otherwise: that is made anew when a consumer's cursor is set back. */
function subjectOf(delivery) {
  if (delivery.type === 'message.created') return delivery.messageId;
  if (delivery.type === 'conversation.created') return delivery.conversationId;
  return delivery.type === 'action.executed' ? delivery.resolutionId : delivery.id;
}
/** It was answered before, in other words than today's. */
async function once(send) {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof BotApiError && error.code === 'client_id_reused')) throw error;
  }
}
// lib/bot-sdk/waiting.ts
/** More than a bot asks between two starts. */
const rememberedMax$1 = 1e4;
/** Who waits for a decision, by the name of the question. Being told of one is a reason to look, and no more than that. */
var Waiting = class {
  #wakes = /* @__PURE__ */ new Map();
  /** Who writes a message that somebody may want to stop, by its id. */
  #writers = /* @__PURE__ */ new Map();
  #asked = /* @__PURE__ */ new Set();
  /** Until it is taken back with what this returns. */
  add(groupId, wake) {
    this.#remember(groupId);
    this.#wakes.set(groupId, wake);
    return () => this.#wakes.delete(groupId);
  }
  /** Until it is taken back with what this returns. */
  addWriter(messageId, stop) {
    this.#writers.set(messageId, stop);
    return () => this.#writers.delete(messageId);
  }
  tell(delivery) {
    if (delivery.type === 'action.executed') this.#wakes.get(delivery.groupId)?.();
    if (delivery.type === 'message.stop_requested') this.#writers.get(delivery.messageId)?.();
  }
  /** Was it asked here, since this process began? */
  knows(groupId) {
    return this.#asked.has(groupId);
  }
  #remember(groupId) {
    this.#asked.add(groupId);
    const [oldest] = this.#asked;
    if (this.#asked.size > rememberedMax$1 && oldest !== void 0) this.#asked.delete(oldest);
  }
};
// lib/bot-sdk/inbox.ts
/** Far more than a server has on the way to one bot; older ones were acknowledged long ago. */
const rememberedMax = 1e4;
/** A handler that is at work may be waiting for just these. */
const urgent = /* @__PURE__ */ new Set(['action.executed', 'message.stop_requested']);
/**
 * Handles each delivery once, however often it comes. Within a conversation they are handled one after the other, different
 * conversations at the same time.
 */
var Inbox = class {
  #api;
  #options;
  /** The newest of each. */
  #lanes = /* @__PURE__ */ new Map();
  #atWork = /* @__PURE__ */ new Map();
  #done = /* @__PURE__ */ new Set();
  #waiting = new Waiting();
  constructor(api, options) {
    this.#api = api;
    this.#options = options;
  }
  /** How many are not handled yet. */
  get size() {
    return this.#atWork.size;
  }
  /** False: it is not for this process, and may come again. */
  take(delivery) {
    this.#waiting.tell(delivery);
    if (this.#isForeign(delivery)) return false;
    if (this.#done.has(delivery.id)) this.#options.acknowledge?.(delivery.id);
    else if (!this.#atWork.has(delivery.id)) this.#begin(delivery);
    return true;
  }
  /** When all that it took is handled. */
  async close() {
    await Promise.all(this.#atWork.values());
  }
  /**
   * A decision on what nobody here has asked: this process began later, and will ask again soon, or never. Acknowledged, it
   * would look as if something came of it.
   */
  #isForeign(delivery) {
    const isHeard = this.#options.receiver.listensFor?.(delivery.type) ?? true;
    return delivery.type === 'action.executed' && !isHeard && !this.#waiting.knows(delivery.groupId);
  }
  #begin(delivery) {
    const lane = laneOf(delivery);
    const work = (this.#lanes.get(lane) ?? Promise.resolve())
      .then(() => this.#handle(delivery))
      .finally(() => this.#leave(delivery, work));
    this.#lanes.set(lane, work);
    this.#atWork.set(delivery.id, work);
  }
  #leave(delivery, work) {
    const lane = laneOf(delivery);
    this.#atWork.delete(delivery.id);
    if (this.#lanes.get(lane) === work) this.#lanes.delete(lane);
  }
  async #handle(delivery) {
    const { receiver, signal, acknowledge } = this.#options;
    const { answering, end } = answeringTo(this.#api, {
      delivery,
      waiting: this.#waiting,
      signal,
    });
    try {
      await receiver.onDelivery(delivery, answering);
      this.#remember(delivery.id);
      acknowledge?.(delivery.id);
    } catch (error) {
      if (acknowledge === null) this.#remember(delivery.id);
      if (error !== signal.reason || !signal.aborted) receiver.onError?.(error);
    } finally {
      end();
    }
  }
  #remember(id) {
    this.#done.add(id);
    const [oldest] = this.#done;
    if (this.#done.size > rememberedMax && oldest !== void 0) this.#done.delete(oldest);
  }
};
function laneOf({ id, type, conversationId }) {
  return urgent.has(type) ? id : conversationId;
}
// lib/bot-sdk/read-delivery.ts
/**
 * A delivery, by what names it. What else it says is the server's word: were it checked whole, one new field would make an
 * older bot deaf. So it may also be of a type that this version doesn't know. Null: it is no delivery.
 */
function readDelivery(told) {
  if (told === null || typeof told !== 'object') return null;
  const { id, type, conversationId } = told;
  return [id, type, conversationId].every((name) => typeof name === 'string' && name !== '') ? told : null;
}
// lib/bot-sdk/connect.ts
/**
 * Keeps a bot connected: opens the stream, hands over deliveries, acknowledges, and comes back after whatever happens.
 * Within a conversation deliveries come one after the other; different conversations are handled at the same time.
 */
function connectBot(options) {
  const api = new BotApi(options);
  const closing = new AbortController();
  const acknowledger = new Acknowledger((ids) => api.acknowledge(ids));
  const acknowledge = (id) => acknowledger.add(id);
  const inbox = new Inbox(api, {
    receiver: options,
    signal: closing.signal,
    acknowledge,
  });
  const { capabilities, onError } = options;
  const heartbeat = new Heartbeat({
    say: (report) => api.setStatus(report),
    capabilities,
    onError,
  });
  const ended = stayConnected(api, inbox, {
    options,
    heartbeat,
    signal: closing.signal,
  });
  return {
    close: async () => {
      closing.abort();
      const end = await ended;
      await inbox.close();
      await acknowledger.close();
      if (end === 'closed') await heartbeat.close();
    },
    ended,
  };
}
async function stayConnected(api, inbox, { options, heartbeat, signal }) {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      const end = await readOnce(api, inbox, {
        signal,
        onOpen: () => {
          attempt = 0;
          heartbeat.begin();
          options.onOpen?.();
        },
      });
      if (end === 'replaced') return 'replaced';
      if (end === 'revoked') return 'refused';
    } catch (error) {
      if (signal.aborted) return 'closed';
      if (isFinal(error)) return 'refused';
      options.onError?.(error);
    } finally {
      heartbeat.pause();
    }
    await pause(backoffMs(attempt), signal);
  }
  return 'closed';
}
/** Null: the stream ended without a word, or the server stops; both are worth coming back for. */
async function readOnce(api, inbox, { signal, onOpen }) {
  const body = await api.events(signal);
  onOpen();
  for await (const { event, data } of readEvents(body)) {
    if (signal.aborted) return null;
    const told = JSON.parse(data);
    if (event === 'stream.ended') return finalEnd(told);
    const delivery = readDelivery(told);
    if (delivery !== null) inbox.take(delivery);
  }
  return null;
}
function finalEnd({ reason }) {
  return reason === 'replaced' || reason === 'revoked' ? reason : null;
}
/** A key that is refused stays refused; asking again would only look like an attack. */
function isFinal(error) {
  return error instanceof BotApiError && [401, 403, 404].includes(error.status);
}
// lib/contract/text-of.ts
/** What a message says. Several text blocks are one text, cut anywhere by whoever sent them. */
function textOf(content) {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}
// lib/signing/webhook-signature.ts
/** Whether a webhook comes from somebody who has one of the secrets, and was sent just now. */
async function verifyWebhook(
  headers,
  body,
  secrets,
  { now = /* @__PURE__ */ new Date(), toleranceSeconds = 300 } = {},
) {
  const id = headers.get('webhook-id');
  const seconds = headers.get('webhook-timestamp');
  const signature = headers.get('webhook-signature');
  if (!id || !seconds || !signature)
    return {
      ok: false,
      reason: 'header_missing',
    };
  if (!isId(id))
    return {
      ok: false,
      reason: 'id_malformed',
    };
  if (!/^\d{1,12}$/.test(seconds))
    return {
      ok: false,
      reason: 'timestamp_malformed',
    };
  const ageSeconds = now.getTime() / 1e3 - Number(seconds);
  if (ageSeconds > toleranceSeconds)
    return {
      ok: false,
      reason: 'too_old',
    };
  if (ageSeconds < -toleranceSeconds)
    return {
      ok: false,
      reason: 'too_new',
    };
  const expected = await signaturesOf(
    {
      id,
      seconds,
      body,
    },
    secrets,
  );
  if (!isAnyOf(candidatesIn(signature), expected))
    return {
      ok: false,
      reason: 'signature_wrong',
    };
  return {
    ok: true,
    id,
    timestamp: /* @__PURE__ */ new Date(Number(seconds) * 1e3),
  };
}
/** A wrong secret is the configuration's mistake and no request's, so it throws: call it once before the first one comes. */
function checkWebhookSecrets(secrets) {
  if (secrets.length === 0) throw new TypeError('A webhook needs a secret.');
  for (const secret of secrets) bytesOf(secret);
}
const version = 'v1';
const secretPrefix = 'whsec_';
const secretBytesMin = 24;
const secretBytesMax = 64;
const utf8 = new TextEncoder();
function isId(id) {
  return /^[^\s.]+$/.test(id);
}
/** One for each secret, so that a request costs no more of them than we have secrets, whatever its header says. */
async function signaturesOf({ id, seconds, body }, secrets) {
  checkWebhookSecrets(secrets);
  const head = utf8.encode(`${id}.${seconds}.`);
  const bytes = typeof body === 'string' ? utf8.encode(body) : body;
  const signed = new Uint8Array(head.length + bytes.length);
  signed.set(head);
  signed.set(bytes, head.length);
  return Promise.all(secrets.map((secret) => hmac(secret, signed)));
}
async function hmac(secret, signed) {
  const key = await crypto.subtle.importKey(
    'raw',
    bytesOf(secret),
    {
      name: 'HMAC',
      hash: 'SHA-256',
    },
    false,
    ['sign'],
  );
  const signature = await crypto.subtle.sign('HMAC', key, signed);
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
}
/** What it throws doesn't tell the secret. */
function bytesOf(secret) {
  const text = secret.startsWith(secretPrefix) ? secret.slice(6) : '';
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  const bytes = Uint8Array.from(isBase64 ? atob(text) : '', (unit) => unit.charCodeAt(0));
  if (bytes.length < secretBytesMin || bytes.length > secretBytesMax)
    throw new TypeError(
      `A webhook’s secret is ${secretPrefix} and ${secretBytesMin} to ${secretBytesMax} bytes in base64.`,
    );
  return bytes;
}
/** Of the versions that others may sign with besides, only ours. */
function candidatesIn(header) {
  return header.split(' ').flatMap((part) => (part.startsWith(`${version},`) ? [part.slice(3)] : []));
}
/** Takes the same time wherever the first difference is, or what fits so far could be found out by asking. */
function isAnyOf(candidates, expected) {
  let found = 0;
  for (const candidate of candidates) for (const known of expected) found |= isSame(candidate, known);
  return found === 1;
}
function isSame(candidate, known) {
  if (candidate.length !== known.length) return 0;
  let difference = 0;
  for (let at = 0; at < known.length; at++) difference |= candidate.charCodeAt(at) ^ known.charCodeAt(at);
  return difference === 0 ? 1 : 0;
}
export {
  BotApi,
  BotApiError,
  addressOf,
  answerId,
  attachmentBytesMax,
  commandMax,
  connectBot,
  isPassing,
  labelMax,
  openMessage,
  pause,
  readDelivery,
  reasonMax,
  textMax,
  textOf,
  titleMax,
  untilHeard,
  verifyWebhook,
  withText,
};
