import type { ApprovalBlock, Decision } from '#lib/contract/blocks.ts';
import type { BotStatus, Delivery } from '#lib/contract/bots.ts';
import type { Message } from '#lib/contract/chat.ts';
import { isBotId } from '#lib/contract/ids.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { createKey } from '#server/bots/keys.ts';
import { readBotStatus } from '#server/bots/read-status.ts';
import { executeAction } from '#server/chat/approvals/decide.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { requestStop } from '#server/chat/streams/stop.ts';
import type { TestApp } from './app.ts';
import { guest, type Person } from './personas.ts';
import { until } from './until.ts';

type Guest = Omit<Person, 'password'>;

export interface ShownCard {
  messageId: string;
  card: ApprovalBlock;
}

let people = 0;

/** Somebody with an agent that runs elsewhere: what they write to it, and what they see of it. */
export class OwnAgent {
  readonly person: Guest;
  readonly #house: TestApp;

  private constructor(house: TestApp, person: Guest) {
    this.#house = house;
    this.person = person;
  }

  static async of(house: TestApp): Promise<OwnAgent> {
    return new OwnAgent(house, await guest(house.app, `Maya ${++people}`));
  }

  get conversationId(): string {
    return this.person.conversationId;
  }

  get userId(): string {
    return this.person.principal.userId;
  }

  /** What stands beside its key. */
  get url(): string {
    return `${this.#house.ownUrl}/bot/v1/sandboxes/${this.person.sandboxId}`;
  }

  async key(): Promise<string> {
    return (await createKey(this.#house.app, this.person.sandboxId, 'openclaw')).key;
  }

  async say(text: string): Promise<string> {
    const { principal, conversationId } = this.person;
    const content = [{ type: 'text' as const, text }];
    return (await send(this.#house.app, principal, { conversationId, content })).messageId;
  }

  /** A message as the agent is told of it. */
  async told(text: string): Promise<Omit<Extract<Delivery, { type: 'message.created' }>, 'id' | 'type'>> {
    const messageId = await this.say(text);
    const { conversationId, userId: from } = this;
    return {
      conversationId,
      messageId,
      from,
      text,
      content: [{ type: 'text', text }],
      sentAt: new Date().toISOString(),
    };
  }

  /** The oldest first. */
  async messages(): Promise<Message[]> {
    const { principal, conversationId } = this.person;
    const { messages } = await listMessages(this.#house.app, principal, { conversationId, limit: 50 });
    return messages.toReversed();
  }

  /** What the agent wrote. */
  async answers(): Promise<Message[]> {
    return (await this.messages()).filter(({ senderId }) => isBotId(senderId));
  }

  async texts(): Promise<string[]> {
    return (await this.answers()).map(({ content }) => textOf(content));
  }

  /** When that is all that the agent wrote, and none of it is still being written. */
  async reads(...texts: string[]): Promise<boolean> {
    return until(async () => {
      const answers = await this.answers();
      const isWhole = answers.every(({ stream }) => stream === null);
      return isWhole && JSON.stringify(answers.map(({ content }) => textOf(content))) === JSON.stringify(texts);
    });
  }

  async cardIn(messageId: string): Promise<ApprovalBlock | null> {
    const { content = [] } = (await this.messages()).find(({ id }) => id === messageId) ?? {};
    for (const block of content) if (block.type === 'actions') return block;
    return null;
  }

  /** When there is one. */
  pendingCard(): Promise<ShownCard> {
    return until(async () => {
      for (const { id, content } of await this.messages())
        for (const block of content)
          if (block.type === 'actions' && block.state === 'pending') return { messageId: id, card: block };
      return null;
    });
  }

  async decide({ messageId, card: { groupId } }: ShownCard, value: Decision): Promise<void> {
    const { principal, conversationId } = this.person;
    await executeAction(this.#house.app, principal, { conversationId, messageId, groupId, value });
  }

  async stop(messageId: string): Promise<void> {
    const { principal, conversationId } = this.person;
    await requestStop(this.#house.app, principal, { conversationId, messageId });
  }

  /** How much of what its agent was told it hasn't acknowledged. */
  async unacknowledged(): Promise<number> {
    const rows = await this.#house.app.sql`
      select from deliveries where sandbox_id = ${this.person.sandboxId} and state <> 'acknowledged'`;
    return rows.length;
  }

  async status(): Promise<BotStatus> {
    return (await readBotStatus(this.#house.app, this.person.principal, this.person.sandboxId)).status;
  }
}
