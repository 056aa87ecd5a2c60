// @ts-check
import { isPassing, pause, reasonMax, textOf, untilHeard, withText } from './vendor/bot-sdk.js';
import { accountId, channelId } from './account.js';

/** @import { ApprovalBlock, Delivery, InputBlock, Message } from './vendor/bot-sdk.js' */
/** @import { ApprovalKind } from './host.d.ts' */
/** @import { Surroundings } from './turn.js' */

/** @typedef {Extract<Delivery, { type: 'action.executed' }>} Decided */

const triesMax = 4;
/** What the server would not believe any more. */
const unknownApproval = /not found|unknown|expired/i;

/**
 * Passes what people decided on to OpenClaw. Who may decide is the server's to say, and it is asked again here: the decision must
 * stand on the card, by the same member, who must be a person of that conversation. Only then, and only for as long as that takes,
 * does OpenClaw hear from `isDeciding` that this person may.
 */
export class Decisions {
  #api;
  #host;
  #hostRuntime;
  #log;
  #closing;
  /** @type {Map<string, number>} How many decisions of each are being passed on. */
  #deciding = new Map();
  /** @type {Set<string>} Decided in the chat: what the card says then is the server's. */
  #ours = new Set();

  /** @param {Pick<Surroundings, 'api' | 'host' | 'hostRuntime' | 'log' | 'closing'>} around */
  constructor({ api, host, hostRuntime, log, closing }) {
    this.#api = api;
    this.#host = host;
    this.#hostRuntime = hostRuntime;
    this.#log = log;
    this.#closing = closing;
  }

  /** @param {string | null | undefined} senderId */
  isDeciding(senderId) {
    return typeof senderId === 'string' && this.#deciding.has(senderId.trim());
  }

  /** @param {string} approvalId */
  isOurs(approvalId) {
    return this.#ours.has(approvalId);
  }

  /** @param {Decided} decided */
  async pass(decided) {
    const message = await untilHeard(() => this.#api.readMessage(decided), this.#closing);
    const card = cardIn(message, decided.groupId);
    const members = await untilHeard(() => this.#api.listMembers(decided.conversationId), this.#closing);
    const isPerson = members.some(({ id, kind }) => id === decided.executedBy && kind === 'user');
    if (card === null || !stands(card, decided) || !isPerson) {
      this.#log?.warn?.(`a decision on ${decided.groupId} doesn't stand in the conversation, so nothing came of it`);
      return;
    }
    this.#ours.add(decided.groupId);
    const problem = await this.#tell(decided, kindOf(card));
    if (problem === null) return;
    this.#ours.delete(decided.groupId);
    await this.#report(decided, problem);
    // It could never come to anything again.
    if (problem.isFinal) await this.withdraw(message, problem.says);
  }

  /**
   * The card goes, and what is said instead stays.
   *
   * @param {Pick<Message, 'id' | 'conversationId' | 'content'>} message
   * @param {string} says
   */
  async withdraw({ id: messageId, conversationId, content }, says) {
    const before = textOf(content);
    const text = before === '' ? says : `${before}\n\n${says}`;
    const blocks = withText(/** @type {InputBlock[]} */ ([]), text);
    await untilHeard(() => this.#api.edit({ conversationId, messageId }, blocks), this.#closing);
  }

  /**
   * Null: OpenClaw has it.
   *
   * @param {Decided} decided
   * @param {ApprovalKind} approvalKind
   * @returns {Promise<{ says: string, isFinal: boolean } | null>}
   */
  async #tell(decided, approvalKind) {
    const { groupId: approvalId, value: decision, executedBy: senderId, expiresAt } = decided;
    /** @type {unknown} */
    let failure = 'its time was over';
    for (let attempt = 0; attempt < triesMax && Date.now() < Date.parse(expiresAt); attempt++) {
      const done = this.#mayDecide(senderId);
      try {
        const { applied, approval } = await this.#host.resolveApprovalOverGateway({
          cfg: this.#hostRuntime.config.current(),
          approvalId,
          approvalKind,
          decision,
          channel: channelId,
          accountId,
          senderId,
          clientDisplayName: 'Claw Chat',
        });
        // Told twice, it answers with what it was told first.
        if (applied || approval?.decision === decision) return null;
        return { says: 'This was decided elsewhere, in another way.', isFinal: true };
      } catch (error) {
        failure = error;
        if (unknownApproval.test(String(error)))
          return { says: 'OpenClaw no longer waits for an answer to this.', isFinal: true };
        await pause(250 * 2 ** attempt, this.#closing);
      } finally {
        done();
      }
    }
    return { says: `OpenClaw did not take the decision: ${String(failure)}`, isFinal: false };
  }

  /** @param {string} senderId */
  #mayDecide(senderId) {
    this.#deciding.set(senderId, (this.#deciding.get(senderId) ?? 0) + 1);
    return () => {
      const left = (this.#deciding.get(senderId) ?? 1) - 1;
      if (left > 0) this.#deciding.set(senderId, left);
      else this.#deciding.delete(senderId);
    };
  }

  /**
   * @param {Decided} decided
   * @param {{ says: string }} problem
   */
  async #report({ conversationId, messageId, groupId, resolutionId }, { says }) {
    this.#log?.warn?.(`the decision on ${groupId} came to nothing: ${says}`);
    const reason = says.slice(0, reasonMax).toWellFormed();
    const report = { conversationId, messageId, groupId, resolutionId, reason };
    try {
      await untilHeard(() => this.#api.deliveryFailed(report), this.#closing);
    } catch (error) {
      // The server knows it already, by another way.
      if (isPassing(error)) throw error;
      this.#log?.warn?.(`the report on ${groupId} was refused: ${String(error)}`);
    }
  }
}

/**
 * @param {Message} message
 * @param {string} groupId
 * @returns {ApprovalBlock | null}
 */
function cardIn({ content }, groupId) {
  for (const block of content) if (block.type === 'actions' && block.groupId === groupId) return block;
  return null;
}

/**
 * @param {ApprovalBlock} card
 * @param {Decided} decided
 */
function stands({ state, resolved }, { resolutionId, value, executedBy }) {
  return (
    state === 'decided' &&
    resolved?.resolutionId === resolutionId &&
    resolved.value === value &&
    resolved.resolvedBy === executedBy
  );
}

/**
 * @param {ApprovalBlock} card
 * @returns {ApprovalKind}
 */
function kindOf({ request }) {
  const kind = request?.kind;
  return kind === 'plugin' || kind === 'system-agent' ? kind : 'exec';
}
