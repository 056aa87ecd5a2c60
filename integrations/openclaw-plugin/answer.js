// @ts-check
import { answerId, openMessage, untilHeard, withText } from './vendor/bot-sdk.js';

/** @import { BotApi, FileBlock, InputBlock, MessageStream } from './vendor/bot-sdk.js' */
/** @import { Notebook, Told } from './notebook.js' */

/**
 * One text of the agent's, and the message in which people read it while it grows.
 *
 * @typedef {object} Part
 * @property {Promise<MessageStream>} stream
 * @property {string} said What was appended so far.
 * @property {string} wanted What the text is by now. It may not begin with what was said: then it is replaced at the end.
 * @property {boolean} isDelivered OpenClaw has handed over the whole of it.
 * @property {Promise<void> | null} ended
 */

/**
 * What an agent says in one turn. OpenClaw tells each text twice: bit by bit, always all that there is by now, and as a whole at
 * the end. A turn may have several texts, with a tool or an approval between them: each is a message of its own, so that they
 * stand in the order in which things happened.
 */
export class Answer {
  #api;
  #told;
  #notebook;
  /** @type {Part[]} */
  #parts = [];
  #count = 0;
  #isOver = false;
  #onStop;

  /**
   * @param {BotApi} api
   * @param {{ told: Told, notebook: Notebook, onStop: () => void }} turn `onStop`: somebody has read enough.
   */
  constructor(api, { told, notebook, onStop }) {
    this.#api = api;
    this.#told = told;
    this.#notebook = notebook;
    this.#onStop = onStop;
  }

  /**
   * @param {string} messageId
   * @returns {Promise<boolean>}
   */
  async isWriting(messageId) {
    const streams = await Promise.allSettled(this.#parts.map(({ stream }) => stream));
    return streams.some(
      ({ status, ...of }) => status === 'fulfilled' && 'value' in of && of.value.messageId === messageId,
    );
  }

  /**
   * All of the text that is being written, so far.
   *
   * @param {string} text
   */
  grow(text) {
    const wanted = text.trim();
    if (this.#isOver || wanted === '') return;
    const part = this.#current() ?? this.#open();
    part.wanted = wanted;
    void this.#catchUp(part);
  }

  /** What comes next is another text. */
  turnOver() {
    const part = this.#current();
    if (part !== undefined) void this.#end(part);
  }

  /**
   * The whole of a text: of one that was growing, or of one that nobody has seen yet.
   *
   * @param {string} text
   * @returns {Promise<string>} The message's id.
   */
  async deliver(text) {
    const whole = text.trim();
    const part = this.#partOf(whole) ?? this.#open();
    part.isDelivered = true;
    await this.#end(part, whole);
    return (await part.stream).messageId;
  }

  /**
   * In a message of their own: one that was streamed can't gain files.
   *
   * @param {FileBlock[]} files
   * @returns {Promise<string>} The message's id.
   */
  async attach(files) {
    const { conversationId, messageId: answersTo } = this.#told;
    const number = this.#count++;
    const clientId = await answerId(answersTo, number);
    const sent = await untilHeard(() => this.#api.send({ conversationId, text: '', files, clientId }));
    this.#note(false);
    return sent.messageId;
  }

  /** Everything that was begun is made whole, as far as it got. */
  async end() {
    this.#isOver = true;
    await Promise.allSettled(this.#parts.map((part) => this.#end(part)));
  }

  #current() {
    const newest = this.#parts.at(-1);
    return newest?.ended === null ? newest : undefined;
  }

  /**
   * The one that grew into this text; else the newest that nobody has delivered, in other words.
   *
   * @param {string} whole
   */
  #partOf(whole) {
    const waiting = this.#parts.filter(({ isDelivered }) => !isDelivered);
    return (
      waiting.find(({ wanted }) => wanted === whole) ??
      waiting.find(({ wanted }) => whole.startsWith(wanted)) ??
      waiting.find(({ ended }) => ended === null)
    );
  }

  /** @returns {Part} */
  #open() {
    const number = this.#count++;
    this.#note(true);
    /** @type {Part} */
    const part = { stream: this.#begin(number), said: '', wanted: '', isDelivered: false, ended: null };
    part.stream.catch(() => undefined);
    this.#parts.push(part);
    return part;
  }

  /** @param {number} number */
  async #begin(number) {
    const { conversationId, messageId } = this.#told;
    // One after the other: they stand in the order in which they were opened.
    await this.#parts.at(-1)?.stream.catch(() => undefined);
    const stream = await openMessage(this.#api, { conversationId, clientId: await answerId(messageId, number) });
    stream.signal.addEventListener('abort', this.#onStop);
    return stream;
  }

  /** @param {Part} part */
  async #catchUp(part) {
    const stream = await part.stream.catch(() => null);
    if (stream === null || part.ended !== null || !part.wanted.startsWith(part.said)) return;
    const more = part.wanted.slice(part.said.length);
    part.said = part.wanted;
    if (more !== '') stream.append(more);
  }

  /**
   * @param {Part} part
   * @param {string} [whole] All of it, if OpenClaw has said so; else as far as it got.
   */
  #end(part, whole) {
    if (part.ended === null) part.ended = this.#finish(part, whole ?? part.wanted);
    else if (whole !== undefined && whole !== part.wanted)
      part.ended = part.ended.then(() => this.#replace(part, whole));
    // Whoever waits for it hears of it; a text that just ended because another began has nobody.
    part.ended.catch(() => undefined);
    return part.ended;
  }

  /**
   * @param {Part} part
   * @param {string} whole
   */
  async #finish(part, whole) {
    const stream = await part.stream;
    const isGrown = whole.startsWith(part.said);
    if (isGrown && whole !== part.said) stream.append(whole.slice(part.said.length));
    const end = await stream.finish();
    part.wanted = whole;
    if (!isGrown && end === 'finished') await this.#replace(part, whole);
    this.#note(this.#current() !== undefined);
  }

  /**
   * @param {Part} part
   * @param {string} whole
   */
  async #replace(part, whole) {
    const { messageId } = await part.stream;
    const { conversationId } = this.#told;
    const content = withText(/** @type {InputBlock[]} */ ([]), whole);
    await untilHeard(() => this.#api.edit({ conversationId, messageId }, content));
    part.wanted = whole;
  }

  /** @param {boolean} isOpen */
  #note(isOpen) {
    const { conversationId, messageId } = this.#told;
    this.#notebook.note({ conversationId, messageId, answers: this.#count, isOpen });
  }
}
