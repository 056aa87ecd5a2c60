import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import { parseEvent, type EventPayload, type WireEvent } from '#lib/contract/events.ts';
import type { Member, Message } from '#lib/contract/chat.ts';
import type { Sql } from '../db/client.ts';
import type { RefOf } from '../realtime/contexts.ts';
import type { StoredEvent } from '../realtime/event-log.ts';
import { readOpened } from './approvals/read.ts';
import { presentItem, readConversationsAlone, type ConversationAlone } from './conversations/read.ts';
import { readMembersEver } from './members/read.ts';
import { readMessageRows } from './messages/read.ts';
import { presentMessage } from './present.ts';

/**
 * A page of a conversation's log as readers get it. One statement for all its messages and one for all who joined, whatever
 * the length of the page. What is gone has nothing to tell: its events are left out, and readers only move past them.
 */
export async function hydrateConversation(
  sql: Sql,
  ref: RefOf<'conversation'>,
  stored: StoredEvent[],
): Promise<WireEvent[]> {
  const context = conversationContext(ref.sandboxId, ref.conversationId);
  const [messages, members] = await Promise.all([
    findMessages(sql, ref.conversationId, idsOf(stored, /^(message|action)\./, 'messageId')),
    findMembers(sql, ref.conversationId, idsOf(stored, /^member\.joined$/, 'memberId')),
  ]);
  return stored.flatMap((event): WireEvent[] => {
    if (/^(message|action)\./.test(event.type)) return messageEvent(context, event, messages);
    if (event.type !== 'member.joined') return asStored(event);
    const member = members.get(String(event.payload['memberId']));
    if (member === undefined) return [];
    return [{ context, event: event.type, payload: { memberId: member.id, member }, id: event.seq }];
  });
}

/** Told as they are stored, with nothing to look up. */
const bare = new Set(['conversation.left', 'conversation.deleted', 'approval.closed', 'sandbox.status']);

/** The same for a sandbox's log: a statement each for the conversations that it tells of, what they ask, and its own name. */
export async function hydrateSandbox(sql: Sql, ref: RefOf<'sandbox'>, stored: StoredEvent[]): Promise<WireEvent[]> {
  const context = sandboxContext(ref.sandboxId);
  const told = stored.filter(({ type }) => !bare.has(type));
  const ids = idsOf(told, /^conversation\./, 'conversationId');
  const added = idsOf(told, /^conversation\.created$/, 'memberId');
  const questions = told.filter(({ type }) => type === 'approval.opened');
  const isRenamed = told.some(({ type }) => type === 'sandbox.renamed');
  const [known, opened, label] = await Promise.all([
    ids.length === 0 ? new Map<string, ConversationAlone>() : readConversationsAlone(sql, ids, added),
    readOpened(sql, questions),
    isRenamed ? readLabel(sql, ref.sandboxId) : null,
  ]);
  return stored.flatMap((event): WireEvent[] => {
    const question = opened.get(event.seq);
    if (event.type === 'approval.opened' && question !== undefined) {
      return [{ context, event: event.type, payload: question, id: event.seq }];
    }
    if (event.type === 'sandbox.renamed' && label !== null) {
      return [{ context, event: event.type, payload: { sandboxId: ref.sandboxId, label }, id: event.seq }];
    }
    const row = known.get(String(event.payload['conversationId']));
    if (event.type === 'conversation.created' && row !== undefined) {
      return [{ context, event: event.type, payload: createdPayload(event, row), id: event.seq }];
    }
    if (event.type === 'conversation.renamed' && row !== undefined && row.title !== null) {
      const { conversationId, title, titleSeq } = row;
      return [{ context, event: event.type, payload: { conversationId, title, titleSeq }, id: event.seq }];
    }
    return bare.has(event.type) ? asStored(event) : [];
  });
}

async function readLabel(sql: Sql, sandboxId: string): Promise<string | null> {
  const [row] = await sql<{ label: string }[]>`select label from sandboxes where id = ${sandboxId}`;
  return row?.label ?? null;
}

/** Events that hold nothing but ids are told as they are stored. */
export function asStored(event: StoredEvent): WireEvent[] {
  const told = parseEvent({ context: event.context, event: event.type, payload: event.payload, id: event.seq });
  return told === null ? [] : [told];
}

interface Told {
  message: Message;
  clientUpdatedAt: number | null;
}

async function findMessages(sql: Sql, conversationId: string, ids: string[]): Promise<Map<string, Told>> {
  const rows = ids.length === 0 ? [] : await readMessageRows(sql, conversationId, ids);
  return new Map(
    rows.map((row) => {
      const clientUpdatedAt = row.clientUpdatedAt?.getTime() ?? null;
      return [row.id, { message: presentMessage(row), clientUpdatedAt }];
    }),
  );
}

async function findMembers(sql: Sql, conversationId: string, ids: string[]): Promise<Map<string, Member>> {
  const members = ids.length === 0 ? [] : await readMembersEver(sql, conversationId, ids);
  return new Map(members.map((member) => [member.id, member]));
}

function messageEvent(context: string, event: StoredEvent, messages: Map<string, Told>): WireEvent[] {
  const told = messages.get(String(event.payload['messageId']));
  if (told === undefined) return [];
  const { id: messageId, conversationId: _conversationId, ...message } = told.message;
  const payload = { messageId, ...message };
  if (event.type === 'message.created') return [{ context, event: event.type, payload, id: event.seq }];
  if (event.type === 'message.deleted') return [{ context, event: event.type, payload, id: event.seq }];
  if (event.type.startsWith('action.')) return actionEvent(context, event, payload);
  if (event.type !== 'message.updated') return asStored(event);
  const { clientUpdatedAt } = told;
  return [{ context, event: event.type, payload: { ...payload, clientUpdatedAt }, id: event.seq }];
}

/** The message as it stands, and what happened to it, which is told as it is stored. */
function actionEvent(context: string, { type, payload: happened, seq }: StoredEvent, message: object): WireEvent[] {
  const told = parseEvent({ context, event: type, payload: { ...happened, ...message }, id: seq });
  return told === null ? [] : [told];
}

/** Told to all members alike, so nothing in it is any one member's. */
function createdPayload({ seq, payload }: StoredEvent, row: ConversationAlone): EventPayload<'conversation.created'> {
  const { conversationId } = row;
  const memberId = typeof payload['memberId'] === 'string' ? payload['memberId'] : null;
  const asOf = memberId === null ? asBegun(row) : asAdded(row, memberId, { ...payload, joinedSeq: seq });
  return { conversationId, conversation: presentItem({ ...row, ...asOf, unreadCount: 0 }), memberId };
}

/** Its head is that moment's, or a reader would take messages that came since for counted. */
function asBegun({ createdAt }: ConversationAlone) {
  return { head: 0, lastReadSeq: 0, joinedAt: createdAt, joinedSeq: 0, lastActivityAt: createdAt, messageId: null };
}

/** Nothing was unread for whoever was added. Told again after they have gone, it holds nothing of what is said there now. */
function asAdded(
  { present, createdAt }: ConversationAlone,
  memberId: string,
  { head, joinedAt, joinedSeq }: Record<string, unknown>,
) {
  const since = Number(head);
  const asOf = { head: since, lastReadSeq: since, joinedAt: new Date(Number(joinedAt)), joinedSeq: Number(joinedSeq) };
  const nothing = {
    title: null,
    titleSeq: 0,
    lastActivityAt: createdAt,
    messageId: null,
    waiting: null,
    waitingSeq: 0,
  };
  return present.includes(memberId) ? asOf : { ...asOf, ...nothing };
}

function idsOf(stored: StoredEvent[], types: RegExp, field: string): string[] {
  const some = stored.filter(({ type, payload }) => types.test(type) && payload[field] !== undefined);
  return [...new Set(some.map(({ payload }) => String(payload[field])))];
}
