// @ts-check
import { join } from 'node:path';
import { channelId, resolveAccount } from './account.js';
import { BotApi } from './vendor/bot-sdk.js';
import { Decisions } from './decisions.js';
import { Inbox } from './inbox.js';
import { Notebook } from './notebook.js';

/** @import { ChannelRuntime, Host, HostConfig, HostRuntime, Log } from './host.d.ts' */
/** @import { Account } from './account.js' */

/**
 * Where something can be said: outside of the gateway (`openclaw message send`) there is no notebook, because nothing is heard.
 *
 * @typedef {{ api: BotApi, notebook: Notebook | null }} Connection
 */

/**
 * @typedef {object} Running
 * @property {Account} account
 * @property {BotApi} api
 * @property {Notebook} notebook
 * @property {Decisions} decisions
 * @property {Inbox} inbox
 * @property {Log | undefined} log
 * @property {() => void} close What isn't begun stays in the notebook.
 */

/** The one account while it runs, and the way to the server for those who only say something. */
export class Connections {
  #host;
  /** @type {HostRuntime | null} */
  #hostRuntime = null;
  /** @type {Running | null} */
  #running = null;
  /** @type {Map<string, Notebook>} Of one file there is one, however often the account starts. */
  #notebooks = new Map();

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
  }

  /** @param {HostRuntime} hostRuntime */
  setRuntime(hostRuntime) {
    this.#hostRuntime = hostRuntime;
  }

  get running() {
    return this.#running;
  }

  /**
   * @param {HostConfig} cfg
   * @returns {Connection}
   */
  of(cfg) {
    if (this.#running !== null) return this.#running;
    const { address, problem } = resolveAccount(cfg);
    if (address === null) throw new Error(problem ?? 'not configured');
    return { api: new BotApi(address), notebook: null };
  }

  /**
   * @param {{ account: Account, runtime: ChannelRuntime, log: Log | undefined }} begins
   * @returns {Running}
   */
  start({ account, runtime, log }) {
    if (account.address === null) throw new Error(account.problem ?? 'not configured');
    if (this.#hostRuntime === null) throw new Error('OpenClaw has not registered this plugin');
    const { address } = account;
    const host = this.#host;
    const hostRuntime = this.#hostRuntime;
    const api = new BotApi(address);
    const notebook = this.#notebookOf(
      join(hostRuntime.state.resolveStateDir(), channelId, `${address.sandboxId}.json`),
    );
    const closing = new AbortController();
    const acknowledges = account.reactionLevel === 'ack';
    const around = { api, host, hostRuntime, runtime, notebook, acknowledges, log, closing: closing.signal };
    const decisions = new Decisions(around);
    const inbox = new Inbox(around, decisions);
    this.#running = { account, api, notebook, decisions, inbox, log, close: () => closing.abort() };
    return this.#running;
  }

  /** @param {Running} running */
  stop(running) {
    running.close();
    if (this.#running === running) this.#running = null;
  }

  /** @param {string} file */
  #notebookOf(file) {
    const notebook = this.#notebooks.get(file) ?? new Notebook(file);
    this.#notebooks.set(file, notebook);
    return notebook;
  }
}
