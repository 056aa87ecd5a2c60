import { answerId } from '#lib/bot-sdk/answer-id.ts';
import type { BotApi, MessagePlace } from '#lib/bot-sdk/api.ts';
import { decisionOn } from '#lib/bot-sdk/ask.ts';
import { untilHeard } from '#lib/bot-sdk/until-heard.ts';
import { Waiting } from '#lib/bot-sdk/waiting.ts';
import type { Logger } from '#server/log.ts';
import type { TextFile } from './save-file.ts';

export interface OpenQuestion extends MessagePlace {
  groupId: string;
  file: Pick<TextFile, 'name'>;
}

/**
 * Questions that nobody has decided. A decision is delivered and acted on, whoever asked; that time has run out is not, so it is
 * waited for here and said. Nothing waits with it: the conversation goes on. After a restart the card says it alone, until the
 * agent comes by that question again.
 */
export class OpenQuestions {
  readonly #api: BotApi;
  readonly #log: Logger;
  readonly #watched = new Set<string>();

  constructor(api: BotApi, log: Logger) {
    this.#api = api;
    this.#log = log;
  }

  watch(question: OpenQuestion, signal: AbortSignal): void {
    if (this.#watched.has(question.groupId)) return;
    this.#watched.add(question.groupId);
    this.#untilOver(question, signal)
      .catch((error: unknown) => {
        if (!signal.aborted) this.#log.warn({ err: error }, 'A question of the built-in agent could not be watched.');
      })
      .finally(() => this.#watched.delete(question.groupId));
  }

  async #untilOver(question: OpenQuestion, signal: AbortSignal): Promise<void> {
    const { conversationId, messageId, groupId, file } = question;
    await decisionOn(this.#api, { ...question, waiting: new Waiting(), signal });
    const message = await untilHeard(() => this.#api.readMessage(question), signal);
    const card = message.content.find((block) => block.type === 'actions' && block.groupId === groupId);
    if (card?.type !== 'actions' || card.state !== 'expired') return;
    const clientId = await answerId(`${messageId}:${groupId}:expired`, 0);
    const text = `Nobody decided in time, so ${file.name} isn’t saved. Ask me again if you still want it.`;
    await untilHeard(() => this.#api.send({ conversationId, text, inReplyToMessageId: messageId, clientId }), signal);
  }
}
