// @ts-check
import { AsyncLocalStorage } from 'node:async_hooks';
import { answerId, BotApiError, pause, untilHeard } from './vendor/bot-sdk.js';
import { Turn } from './turn.js';

/** @import { Delivery } from './vendor/bot-sdk.js' */
/** @import { Decisions } from './decisions.js' */
/** @import { Notebook, Told } from './notebook.js' */
/** @import { Surroundings } from './turn.js' */

/** Right after OpenClaw's start a turn may fail for want of a lock. */
const triesMax = 4;

/** While it stops it begins nothing new: the next one does. */
const drainingMs = 1_000;

/** What this agent is told, whichever way it comes. */
export class Inbox {
  #around;
  #decisions;
  /** @type {Set<Turn>} */
  #turns = new Set();
  /** @type {Map<string, Promise<void>>} By conversation: until OpenClaw has the newest, so that it gets them in order. */
  #lanes = new Map();
  /** OpenClaw takes what a request begins for a part of it, and refuses it once that has been answered. A turn is the account's. */
  #inAccount = AsyncLocalStorage.snapshot();

  /**
   * @param {Surroundings} around
   * @param {Decisions} decisions
   */
  constructor(around, decisions) {
    this.#around = around;
    this.#decisions = decisions;
  }

  /** Begins with what the process before this one took and didn't begin. */
  resume() {
    for (const told of this.#around.notebook.kept) this.#enqueue(told);
  }

  /**
   * Returns when it may be acknowledged: a message when it is written down, long before its turn is over, since a turn may wait
   * half an hour for an approval; a decision when OpenClaw has it.
   *
   * @param {Delivery} delivery
   * @returns {Promise<void>}
   */
  take(delivery) {
    return this.#inAccount(() => this.#take(delivery));
  }

  /** @param {Delivery} delivery */
  async #take(delivery) {
    if (delivery.type === 'message.created') this.#keep(delivery);
    else if (delivery.type === 'action.executed') await this.#decisions.pass(delivery);
    else if (delivery.type === 'message.stop_requested') await this.#stop(delivery.messageId);
  }

  /** @param {Told} told */
  #keep(told) {
    const { notebook } = this.#around;
    // It came again, because the acknowledgement was lost: OpenClaw has it, or will.
    if (notebook.knows(told.messageId)) return;
    if (notebook.isFull) throw new Error('too many messages wait for OpenClaw; this one comes again');
    notebook.keep(told);
    this.#enqueue(told);
  }

  /** @param {string} messageId */
  async #stop(messageId) {
    for (const turn of this.#turns) if (await turn.isWriting(messageId)) turn.stop();
  }

  /** @param {Told} told */
  #enqueue(told) {
    const { conversationId } = told;
    const before = this.#lanes.get(conversationId) ?? Promise.resolve();
    const begun = before.then(() => this.#begin(told));
    this.#lanes.set(conversationId, begun);
    void begun.finally(() => {
      if (this.#lanes.get(conversationId) === begun) this.#lanes.delete(conversationId);
    });
  }

  /**
   * Until OpenClaw has it, in hand or in its queue.
   *
   * @param {Told} told
   * @returns {Promise<void>}
   */
  #begin(told) {
    if (this.#around.closing.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      // What stays undone stays in the notebook.
      this.#work(told, resolve)
        .catch((error) => this.#around.log?.error?.(`message ${told.messageId}: ${String(error)}`))
        .finally(resolve);
    });
  }

  /**
   * @param {Told} told
   * @param {() => void} onTaken
   */
  async #work(told, onTaken) {
    const { notebook, log } = this.#around;
    for (let attempt = 1; !this.#around.closing.aborted;) {
      const state = { isBegun: false, isQueued: false };
      try {
        await this.#run(told, state, onTaken);
        // Of what stands in OpenClaw's queue we are told when it is over.
        if (!state.isQueued) notebook.end(told);
        break;
      } catch (error) {
        log?.error?.(`message ${told.messageId} failed, try ${attempt}: ${String(error)}`);
        if (state.isBegun || attempt >= triesMax) {
          notebook.end(told);
          if (!state.isBegun) await this.#apologise(told);
          break;
        }
        const isDraining = error instanceof Error && error.name === 'GatewayDrainingError';
        await pause(isDraining ? drainingMs : 250 * 2 ** attempt, this.#around.closing);
        if (!isDraining) attempt += 1;
      }
    }
  }

  /**
   * @param {Told} told
   * @param {{ isBegun: boolean, isQueued: boolean }} state
   * @param {() => void} onTaken
   */
  async #run(told, state, onTaken) {
    const { notebook } = this.#around;
    const turn = new Turn(this.#around, told);
    this.#turns.add(turn);
    try {
      await turn.run({
        onBegun: () => {
          state.isBegun = true;
          notebook.begin(told);
          onTaken();
        },
        onQueued: () => {
          state.isQueued = true;
          onTaken();
        },
        onOver: () => state.isQueued && notebook.end(told),
      });
    } finally {
      this.#turns.delete(turn);
    }
  }

  /**
   * People should not wait for what will never come.
   *
   * @param {Told} told
   */
  async #apologise({ conversationId, messageId }) {
    const text = 'OpenClaw could not begin with this message. Its log says why.';
    const clientId = await answerId(messageId, 0);
    try {
      await untilHeard(() => this.#around.api.send({ conversationId, text, clientId }), this.#around.closing);
    } catch (error) {
      if (!(error instanceof BotApiError)) throw error;
      this.#around.log?.error?.(`message ${messageId}: even that could not be said: ${error.message}`);
    }
  }
}
