import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import { parseEvent, type WireEvent } from '#lib/contract/events.ts';
import type { Message } from '#lib/contract/chat.ts';
import type { AppContext } from '../app-context.ts';
import type { ContextKind, RefOf } from '../realtime/contexts.ts';
import type { StoredEvent } from '../realtime/event-log.ts';
import { listAccessible } from '../sandboxes/access.ts';
import { conversationsOfMember } from './access.ts';
import { readNewConversations } from './conversations/read.ts';
import { readMessages } from './messages/read.ts';

/** A conversation's log: for its members of today, bots included. */
export function conversationKind(app: AppContext): ContextKind<RefOf<'conversation'>> {
  return {
    readable: async (principal, refs) => {
      if (principal.kind === 'system') return refs;
      const memberOf = await conversationsOfMember(
        app,
        principal,
        refs.map((ref) => ref.conversationId),
      );
      return refs.filter((ref) => memberOf.get(ref.conversationId) === ref.sandboxId);
    },
    hydrate: async (ref, stored) => {
      const ids = stored.map((event) => String(event.payload['messageId']));
      const messages = await readMessages(app.sql, ref.conversationId, [...new Set(ids)]);
      const byId = new Map(messages.map((message) => [message.id, message]));
      const context = conversationContext(ref.sandboxId, ref.conversationId);
      return stored.flatMap((event) => messageEvent(context, event, byId));
    },
  };
}

/** A sandbox's log: for whoever may use the sandbox. What speaks of a conversation reaches only that one's members. */
export function sandboxKind(app: AppContext): ContextKind<RefOf<'sandbox'>> {
  return {
    readable: async (principal, refs) => {
      const ids = refs.map((ref) => ref.sandboxId);
      const usable = new Set((await listAccessible(app, principal, ids)).map((sandbox) => sandbox.id));
      return refs.filter((ref) => usable.has(ref.sandboxId));
    },
    hydrate: async (ref, stored) => {
      const ids = stored.map((event) => String(event.payload['conversationId']));
      const items = await readNewConversations(app.sql, [...new Set(ids)]);
      return stored.flatMap((event): WireEvent[] => {
        const conversation = items.get(String(event.payload['conversationId']));
        if (event.type !== 'conversation.created' || conversation === undefined) return [];
        const { conversationId } = conversation;
        const payload = { conversationId, conversation };
        return [{ context: sandboxContext(ref.sandboxId), event: event.type, payload, id: event.seq }];
      });
    },
  };
}

/** A person's own log, for that person; its events are stored as they are told. */
export function userKind(): ContextKind<RefOf<'user'>> {
  return {
    readable: async (principal, refs) =>
      refs.filter((ref) => principal.kind === 'user' && principal.userId === ref.userId),
    hydrate: async (_ref, stored) => stored.flatMap(asStored),
  };
}

export async function membersOf(app: AppContext, conversationId: string): Promise<string[]> {
  const rows = await app.sql<{ id: string }[]>`
    select member_id as id from conversation_members where conversation_id = ${conversationId} and left_at is null`;
  return rows.map((row) => row.id);
}

function messageEvent(context: string, event: StoredEvent, messages: Map<string, Message>): WireEvent[] {
  const message = messages.get(String(event.payload['messageId']));
  if (event.type !== 'message.created' || message === undefined) return [];
  const payload = {
    messageId: message.id,
    senderId: message.senderId,
    clientId: message.clientId,
    content: message.content,
    inReplyToMessageId: message.inReplyToMessageId,
    replyTo: message.replyTo,
    version: message.version,
    createdAt: message.createdAt,
    updatedAt: message.updatedAt,
    deleted: message.deleted,
  };
  return [{ context, event: event.type, payload, id: event.seq }];
}

function asStored(event: StoredEvent): WireEvent[] {
  const told = parseEvent({ context: event.context, event: event.type, payload: event.payload, id: event.seq });
  return told === null ? [] : [told];
}
