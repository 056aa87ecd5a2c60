import type { BotApi } from '#lib/bot-sdk/api.ts';
import type { Conversation } from '#lib/contract/chat.ts';
import { costOf, readHistory, type Entry, type PastQuestion, type Reading } from './history.ts';
import { promptOf, type Prompt } from './prompt.ts';
import { saveFileTool } from '../save-file.ts';
import { systemPrompt } from './system-prompt.ts';
import { tokensOf } from './tokens.ts';

/** Of a model's window, what is left for its answer. */
const answerShare = 1 / 4;

interface Place {
  conversation: Conversation;
  before: string;
  ownId: string;
  greeting: string;
  signal: AbortSignal;
}

/** A conversation as it is told to a model: who is in it, and as much of what was said as fits. */
export class Conversing {
  readonly #api: BotApi;
  readonly #conversation: Conversation;
  readonly #reading: Reading;
  #entries: Entry[] = [];
  #tokens = 0;

  constructor(api: BotApi, { conversation, ...place }: Place) {
    this.#api = api;
    this.#conversation = conversation;
    const names = new Map(conversation.members.map(({ id, displayName }) => [id, displayName]));
    this.#reading = {
      ...place,
      conversationId: conversation.conversationId,
      nameOf: (memberId) => names.get(memberId) ?? null,
      isShared: this.#people().length > 1,
    };
  }

  /** Null: what was to be answered is gone. */
  async prompt(asked: { tokensMax: number; share: number; hasTools: boolean }): Promise<Prompt | null> {
    const { tokensMax, share, hasTools } = asked;
    const people = this.#people();
    const system = systemPrompt({ label: this.#label(), people, today: new Date(), hasTools });
    const fixed = tokensOf(system) + (hasTools ? tokensOf(JSON.stringify(saveFileTool)) : 0);
    const room = Math.max(0, tokensMax * (1 - answerShare) - fixed) * share;
    this.#entries = await readHistory(this.#api, this.#reading, Math.floor(room));
    this.#tokens = this.#entries.reduce((sum, entry) => sum + costOf(entry), fixed);
    return this.#entries.every(({ by }) => by === 'agent') ? null : promptOf(system, this.#entries, { hasTools });
  }

  /** What the last prompt took of the model's window, by our estimate. */
  get tokens(): number {
    return this.#tokens;
  }

  /** Those that nobody has decided, of what was read. */
  openQuestions(): PastQuestion[] {
    return this.#entries.flatMap(({ questions }) => questions.filter(({ isOpen }) => isOpen));
  }

  #people(): string[] {
    return this.#conversation.members.flatMap(({ kind, displayName }) => (kind === 'user' ? [displayName] : []));
  }

  #label(): string {
    const own = this.#conversation.members.find(({ id }) => id === this.#reading.ownId);
    return own?.displayName ?? 'the agent of this conversation';
  }
}
