import { conversationContext } from '#lib/contexts.ts';
import type { Message } from '#lib/contract/chat.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import { must } from '#lib/std/must.ts';
import { tally } from './reactions.ts';
import { replySnapshotOf } from './reply-preview.ts';

// For tests: a conversation as the server keeps it, small enough to be seen to be right. It remembers what it was at each
// position, so that an event can be read long after it was written, as a replay reads it.

export type Step =
  | { kind: 'send'; replyTo: number | null }
  | { kind: 'edit'; of: number }
  | { kind: 'delete'; of: number }
  | { kind: 'act'; of: number; became: Became }
  | { kind: 'deliver'; of: number; became: OnItsWay }
  | { kind: 'react'; of: number; memberId: string; emoji: string; isThere: boolean };

/** Of what its message asks. */
type Became = 'action.executed' | 'action.expired' | 'action.delivery_failed';

/** On its way to its agent. */
type OnItsWay = 'message.delivery_delayed' | 'message.delivery_failed' | 'message.delivered' | 'message.redelivered';

interface Entry {
  messageId: string;
  type: 'message.created' | 'message.updated' | 'message.deleted' | 'reaction.added' | 'reaction.removed' | Became;
  onItsWay?: OnItsWay;
  reaction?: { memberId: string; emoji: string };
}

interface Row {
  message: Message;
  marks: Map<string, { memberId: string; emoji: string; seq: number; isThere: boolean }>;
}

export const modelContext = conversationContext('harbor-01', '01K8000000000000000000000A');

export class ConversationModel {
  readonly entries: Entry[] = [];
  /** What a reader of everything would have got, by head. */
  readonly #past: Message[][] = [[]];
  readonly #rows: Row[] = [];

  constructor(steps: readonly Step[]) {
    for (const step of steps) this.#take(step);
  }

  get head(): number {
    return this.entries.length;
  }

  /** The newest messages as they were at `head`, newest first. */
  page(head: number, limit: number): Message[] {
    return this.from(0, head).slice(-limit).toReversed();
  }

  /** All from a position on as they were at `head`, oldest first. */
  from(floor: number, head = this.head): Message[] {
    return must(this.#past[head], 'a moment of the past').filter((message) => message.seq >= floor);
  }

  /** The event at a position, read when the log had reached `head`. */
  event(id: number, head: number): WireEvent {
    const { messageId, type, reaction, onItsWay } = must(this.entries[id - 1], 'an event of the log');
    if (onItsWay === 'message.delivery_delayed') {
      return { context: modelContext, event: onItsWay, id, payload: { messageId, nextTryAt: 1_000 * id } };
    }
    if (onItsWay !== undefined) return { context: modelContext, event: onItsWay, id, payload: { messageId } };
    if (reaction !== undefined) {
      const event = type === 'reaction.added' ? type : 'reaction.removed';
      return { context: modelContext, event, id, payload: { messageId, operationId: idOf(id), ...reaction } };
    }
    const found = must(this.#past[head], 'a moment of the past').find((message) => message.id === messageId);
    const { id: _id, conversationId: _conversationId, ...message } = must(found, 'the message of the event');
    const payload = { messageId, ...message };
    if (type.startsWith('action.')) return actionEvent(type, payload, id);
    if (type === 'message.updated') {
      return { context: modelContext, event: type, id, payload: { ...payload, clientUpdatedAt: null } };
    }
    return { context: modelContext, event: type === 'message.deleted' ? type : 'message.created', id, payload };
  }

  #take(step: Step): void {
    if (step.kind === 'send') return this.#send(step.replyTo);
    const row = this.#rows[step.of % Math.max(1, this.#rows.length)];
    if (row === undefined || row.message.deleted) return;
    if (step.kind === 'react') return this.#react(row, step);
    if (step.kind === 'deliver') return this.#deliver(row, step.became);
    const { message } = row;
    const isGone = step.kind === 'delete';
    const version = message.version + 1;
    row.message = {
      ...message,
      version,
      deleted: isGone,
      content: isGone ? [] : words(`${message.seq}, version ${version}`),
    };
    if (isGone) {
      row.marks.clear();
      Object.assign(row.message, { deliveryFailed: false, nextTryAt: null });
    }
    this.#append({ messageId: message.id, type: typeOf(step) });
  }

  #send(replyTo: number | null): void {
    const seq = this.head + 1;
    const parent = replyTo === null ? undefined : this.#rows[replyTo % Math.max(1, this.#rows.length)]?.message;
    const message: Message = {
      id: idOf(seq),
      conversationId: '01K8000000000000000000000A',
      senderId: seq % 2 === 0 ? 'maya' : 'bot:kiloclaw:harbor-01',
      clientId: null,
      content: words(`${seq}, version 1`),
      inReplyToMessageId: parent?.id ?? null,
      replyTo: null,
      seq,
      version: 1,
      createdAt: 1_000 * seq,
      updatedAt: null,
      deleted: false,
      deletedWhy: null,
      deliveryFailed: false,
      nextTryAt: null,
      deliverySeq: 0,
      mentions: [],
      stream: null,
      reactions: [],
      reactionsSeq: 0,
    };
    this.#rows.push({ message, marks: new Map() });
    this.#append({ messageId: message.id, type: 'message.created' });
  }

  #react(row: Row, { memberId, emoji, isThere }: Extract<Step, { kind: 'react' }>): void {
    const key = `${memberId} ${emoji}`;
    if ((row.marks.get(key)?.isThere ?? false) === isThere) return;
    row.marks.set(key, { memberId, emoji, isThere, seq: this.head + 1 });
    const type = isThere ? 'reaction.added' : 'reaction.removed';
    this.#append({ messageId: row.message.id, type, reaction: { memberId, emoji } });
  }

  #deliver(row: Row, became: OnItsWay): void {
    const seq = this.head + 1;
    const nextTryAt = became === 'message.delivery_delayed' ? 1_000 * seq : null;
    const deliveryFailed = became === 'message.delivery_failed';
    row.message = { ...row.message, deliveryFailed, nextTryAt, deliverySeq: seq };
    this.#append({ messageId: row.message.id, type: 'message.updated', onItsWay: became });
  }

  #append(entry: Entry): void {
    this.entries.push(entry);
    this.#past.push(this.#rows.map((row) => this.#present(row)));
  }

  #present({ message, marks }: Row): Message {
    const parent = this.#rows.find((row) => row.message.id === message.inReplyToMessageId)?.message;
    const all = [...marks.values()];
    return {
      ...message,
      replyTo: parent === undefined ? null : replySnapshotOf(parent),
      reactions: tally(all.filter((mark) => mark.isThere)),
      reactionsSeq: Math.max(0, ...all.map((mark) => mark.seq)),
    };
  }
}

function typeOf(step: Exclude<Step, { kind: 'send' | 'react' | 'deliver' }>): Entry['type'] {
  if (step.kind === 'act') return step.became;
  return step.kind === 'delete' ? 'message.deleted' : 'message.updated';
}

type Told = Extract<WireEvent, { event: 'message.created' }>['payload'];

/** The message as it stands, and what happened to it. */
function actionEvent(type: Entry['type'], message: Told, id: number): WireEvent {
  const payload = { ...message, groupId: 'run', resolutionId: idOf(id) };
  if (type === 'action.expired') return { context: modelContext, event: type, id, payload };
  if (type === 'action.delivery_failed') return { context: modelContext, event: type, id, payload };
  const executed = { ...payload, value: 'deny', executedBy: 'maya', executedAt: 1_000 * id } as const;
  return { context: modelContext, event: 'action.executed', id, payload: executed };
}

function idOf(seq: number): string {
  return `01K80000000000000000000${String(seq).padStart(3, '0')}`;
}

function words(text: string): Message['content'] {
  return [{ type: 'text', text }];
}
