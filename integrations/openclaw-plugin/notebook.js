// @ts-check
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** @import { Delivery } from './vendor/bot-sdk.js' */
/** @typedef {Extract<Delivery, { type: 'message.created' }>} Told */

/** Far more than could come again. */
const begunMax = 2_000;
/** More than these wait at the server, where they are safe. */
const keptMax = 500;

/**
 * A message that OpenClaw works on. Its answers have names that are made from it and their number, so that whoever goes on
 * with it after a kill goes on with the same answer.
 *
 * @typedef {object} Begun
 * @property {string} conversationId
 * @property {string} messageId
 * @property {number} answers How many answers were begun.
 * @property {boolean} isOpen The last of them isn't whole yet.
 */

/**
 * What has to outlive the process, written before anything depends on it: the messages that were taken and not begun yet, those
 * that OpenClaw has begun with (from then on it takes care of them itself, also after a kill), and how far their answers are.
 */
export class Notebook {
  #file;
  /** @type {Map<string, Told>} */
  #kept;
  /** @type {Set<string>} */
  #begun;
  /** @type {Map<string, Begun>} By message, until it is answered. A conversation may have several: one can be told into another. */
  #turns;
  /** @type {Set<string>} Those that the process before this one didn't finish. */
  #left;

  /** @param {string} file */
  constructor(file) {
    this.#file = file;
    const { kept = [], begun = [], turns = [] } = read(file);
    this.#kept = new Map(kept.map((told) => [told.messageId, told]));
    this.#begun = new Set(begun);
    this.#turns = new Map(turns.map((turn) => [turn.messageId, turn]));
    this.#left = new Set(this.#turns.keys());
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  }

  get kept() {
    return [...this.#kept.values()];
  }

  get isFull() {
    return this.#kept.size >= keptMax;
  }

  /** @param {string} messageId */
  knows(messageId) {
    return this.#kept.has(messageId) || this.#begun.has(messageId);
  }

  /** @param {Told} told */
  keep(told) {
    this.#kept.set(told.messageId, told);
    this.#write();
  }

  /**
   * OpenClaw has it, and brings it to its end.
   *
   * @param {Told} told
   */
  begin({ conversationId, messageId }) {
    this.#settle(messageId);
    for (const { messageId: left } of this.#leftIn(conversationId)) this.#forget(left);
    this.#turns.set(messageId, { conversationId, messageId, answers: 0, isOpen: false });
    this.#write();
  }

  /**
   * Nothing more will come of it.
   *
   * @param {Told} told
   */
  end({ messageId }) {
    this.#settle(messageId);
    this.#forget(messageId);
    this.#write();
  }

  /**
   * What a process that was killed left unfinished, and OpenClaw goes on with by itself.
   *
   * @param {string} conversationId
   * @returns {Begun | null}
   */
  leftIn(conversationId) {
    const left = this.#leftIn(conversationId);
    return left.findLast(({ isOpen }) => isOpen) ?? left.at(-1) ?? null;
  }

  /** @param {Begun} begun */
  note(begun) {
    if (!this.#turns.has(begun.messageId)) return;
    this.#turns.set(begun.messageId, begun);
    this.#write();
  }

  /** @param {string} conversationId */
  #leftIn(conversationId) {
    return [...this.#turns.values()].filter(
      (turn) => turn.conversationId === conversationId && this.#left.has(turn.messageId),
    );
  }

  /** @param {string} messageId */
  #forget(messageId) {
    this.#turns.delete(messageId);
    this.#left.delete(messageId);
  }

  /** @param {string} messageId */
  #settle(messageId) {
    this.#kept.delete(messageId);
    this.#begun.add(messageId);
    const [oldest] = this.#begun;
    if (this.#begun.size > begunMax && oldest !== undefined) this.#begun.delete(oldest);
  }

  #write() {
    const pages = { kept: this.kept, begun: [...this.#begun], turns: [...this.#turns.values()] };
    const draft = `${this.#file}.new`;
    writeFileSync(draft, JSON.stringify(pages), { mode: 0o600 });
    renameSync(draft, this.#file);
  }
}

/**
 * @param {string} file
 * @returns {{ kept?: Told[], begun?: string[], turns?: Begun[] }}
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
