import { count, type Report } from '../report.ts';

export interface Acknowledged {
  clientId: string;
  messageId: string;
  conversationId: string;
  senderId: string;
  /** Where in its conversation's log it was said to stand. */
  seq: number;
  /** When the try began that was answered, by `performance.now()`. */
  triedMs: number;
}

/** What senders were told that is stored, written down once they had been told, in no process that is ever killed. */
export class AcknowledgedSends {
  readonly all: Acknowledged[] = [];
  readonly #looks = new Set<() => void>();

  take(send: Acknowledged): void {
    this.all.push(send);
    for (const look of this.#looks) look();
  }

  /** False when so many are not acknowledged in time. */
  reach(howMany: number, patienceMs: number): Promise<boolean> {
    return this.#happens(() => this.all.length >= howMany, patienceMs);
  }

  /** False when nothing is acknowledged in time that was tried after this moment. */
  goOn(sinceMs: number, patienceMs: number): Promise<boolean> {
    return this.#happens(() => (this.all.at(-1)?.triedMs ?? 0) > sinceMs, patienceMs);
  }

  #happens(has: () => boolean, patienceMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (answer: boolean) => {
        clearTimeout(patience);
        this.#looks.delete(look);
        resolve(answer);
      };
      const look = () => has() && settle(true);
      const patience = setTimeout(() => settle(false), patienceMs);
      this.#looks.add(look);
      look();
    });
  }
}

export interface Tables {
  messages: { id: string; conversationId: string; clientId: string; seq: number }[];
  /** Of what was sent: the events that say so. */
  events: { messageId: string; seq: number }[];
  /** To the agent. */
  deliveries: { messageId: string }[];
}

/** Each acknowledged send once in each table, where it was said to be, and nothing else beside. */
export function judgeTables(
  report: Report,
  { all }: AcknowledgedSends,
  { messages, events, deliveries }: Tables,
): void {
  const rows = Map.groupBy(messages, ({ clientId }) => clientId);
  const told = Map.groupBy(events, ({ messageId }) => messageId);
  const delivered = Map.groupBy(deliveries, ({ messageId }) => messageId);
  for (const { clientId, messageId, seq } of all) {
    const [row, ...more] = rows.get(clientId) ?? [];
    const [event, ...moreEvents] = told.get(messageId) ?? [];
    const [delivery, ...moreDeliveries] = delivered.get(messageId) ?? [];
    if (row === undefined || event === undefined || delivery === undefined) report.lost += 1;
    report.doubled += more.length + moreEvents.length + moreDeliveries.length;
    if (row?.id !== messageId || row.seq !== seq || event?.seq !== seq) count(report, 'not where it was acknowledged');
  }
  const elsewhere = report.counts['not where it was acknowledged'] ?? 0;
  if (elsewhere > 0) report.broken.push(`${elsewhere} sends do not stand where they were acknowledged`);
  for (const [what, found] of Object.entries({ messages, events, deliveries })) {
    if (found.length !== all.length)
      report.broken.push(`${all.length} sends were acknowledged, and there are ${found.length} ${what}`);
  }
}

/** What one person wrote in one conversation stands there in the order of writing: the outbox promises it. */
export function judgeOrder(report: Report, { all }: AcknowledgedSends): void {
  for (const sends of Map.groupBy(all, ({ senderId, conversationId }) => `${senderId} ${conversationId}`).values()) {
    const written = sends.toSorted((a, b) => (a.clientId < b.clientId ? -1 : 1));
    report.outOfOrder += written.filter(({ seq }, at) => seq < (written[at - 1]?.seq ?? 0)).length;
  }
}
