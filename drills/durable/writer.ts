import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicFactory } from 'ulid';
import { outcomeOf, type Outcome, type OutboxEntry } from '#lib/chat/outbox.ts';
import { Outbox, type OutboxStorage } from '#lib/chat/outbox-sender.ts';
import type { SendResult } from '#lib/contract/chat.ts';
import type { ErrorCode } from '#lib/contract/errors.ts';
import { ask } from '#server/testing/ask.ts';
import type { Colleague, Room } from '../company.ts';
import { count, type Report } from '../report.ts';
import type { Witness } from '../witness.ts';
import type { AcknowledgedSends } from './acknowledged.ts';

export interface WriterOptions {
  person: Colleague;
  /** The page's socket: with it the outbox knows whether there is a server. */
  witness: Witness;
  origin: string;
  acknowledged: AcknowledgedSends;
  report: Report;
  /** How many times as fast as usual its waits pass. */
  haste: number;
}

/** The page's own patience with a call. */
const answerMaxMs = 20_000;
const nudgeEveryMs = 15_000;
const pauseMaxMs = 30_000;
const nextId = monotonicFactory();

/** A page that people write in: the product's own outbox and socket, and a storage that outlives all that is killed. */
export class Writer {
  readonly #options: WriterOptions;
  readonly #outbox: Outbox;
  readonly #stored = new Map<string, () => void>();
  readonly #nudging: NodeJS.Timeout;

  constructor(options: WriterOptions) {
    const { person, witness, haste } = options;
    this.#options = options;
    this.#outbox = new Outbox({
      userId: person.principal.userId,
      storage: storageInMemory(),
      send: (entry) => this.#send(entry),
      announce: () => undefined,
      pauseMs: (tries) => Math.min(pauseMaxMs, 500 * 2 ** tries) / haste,
    });
    witness.client.subscribeState(() => void this.#outbox.setOnline(witness.client.state.status === 'connected'));
    void this.#outbox.setOnline(witness.client.state.status === 'connected');
    void this.#outbox.lead();
    this.#nudging = setInterval(() => void this.#outbox.nudge(), nudgeEveryMs / haste);
  }

  /** A few at once, as somebody does who has more to say than one line; returns when all are stored. */
  async write({ conversationId }: Room, lines: number): Promise<void> {
    const { userId } = this.#options.person.principal;
    const stored = Array.from({ length: lines }, () => {
      const clientId = nextId();
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#stored.set(clientId, resolve);
      const state = { name: 'queued' } as const;
      void this.#outbox.add({
        clientId,
        userId,
        conversationId,
        text: `line ${clientId}`,
        createdAt: Date.now(),
        state,
      });
      return promise;
    });
    await Promise.all(stored);
  }

  /** In words: what it still holds. */
  get left(): string[] {
    return this.#outbox.entries.map(({ clientId, state }) => `${clientId} ${JSON.stringify(state)}`);
  }

  stop(): void {
    clearInterval(this.#nudging);
    this.#outbox.stopLeading();
  }

  async #send(entry: OutboxEntry): Promise<Outcome> {
    const { report, witness } = this.#options;
    const outcome = await this.#try(entry);
    count(report, 'tries');
    if (outcome.kind === 'stored') this.#settle(entry.clientId);
    else {
      count(report, `tries that came to nothing: ${outcome.kind}`);
      if (outcome.kind === 'refused') report.broken.push(`a message was refused: ${outcome.why}`);
      // As the page does: a send that found no server has learnt it before the socket.
      witness.client.hint('focus');
    }
    return outcome;
  }

  async #try({ clientId, conversationId, text, userId: senderId }: OutboxEntry): Promise<Outcome> {
    const { origin, person, acknowledged, report } = this.#options;
    const body = { conversationId, clientId, content: [{ type: 'text', text }] };
    const triedMs = performance.now();
    const sent = ask('POST', `${origin}/api/trpc/messages.send`, { headers: person.headers, body });
    const answer = await Promise.race([sent.catch(() => null), sleep(answerMaxMs, null)]);
    if (answer?.status !== 200)
      return outcomeOf({ code: (answer?.code ?? null) as ErrorCode | null, message: answer?.text ?? '' });
    const { message, repeated } = answer.body.result.data as SendResult;
    acknowledged.take({ clientId, conversationId, senderId, messageId: message.id, seq: message.seq, triedMs });
    if (repeated) count(report, 'sends that were stored by a try that was not answered');
    return { kind: 'stored' };
  }

  #settle(clientId: string): void {
    this.#stored.get(clientId)?.();
    this.#stored.delete(clientId);
  }
}

function storageInMemory(): OutboxStorage {
  const entries = new Map<string, OutboxEntry>();
  return {
    load: async () => [...entries.values()],
    add: async (entry) => void entries.set(entry.clientId, entry),
    remove: async (clientId) => void entries.delete(clientId),
    change: async (clientId, to) => {
      const known = entries.get(clientId);
      if (known !== undefined) entries.set(clientId, to(known));
    },
  };
}
