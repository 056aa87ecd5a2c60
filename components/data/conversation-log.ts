'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Message, MessagePage } from '#lib/contract/chat.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import type { ConversationLog } from '#lib/realtime/apply-event.ts';
import { applyToLog, emptyLog, mergeMessage, mergeMessages } from '#lib/realtime/apply-event.ts';
import { trpcClient } from './trpc.ts';

export interface LoadedLog {
  log: ConversationLog;
  /** The oldest message that is known, when there are older ones. */
  before: string | null;
  /** The installation's epoch that the positions were read in, once the socket has told it. */
  epoch?: number;
  /** While the newest page is being read again: what has come since it was asked for, and may be newer. Else null. */
  since: ConversationLog | null;
}

export const logKey = (conversationId: string) => ['log', conversationId];

export function useConversationLog(conversationId: string) {
  const client = useQueryClient();
  const query = useQuery(conversationLogQuery(client, conversationId));
  const older = useMutation({ mutationFn: () => readOlder(client, conversationId) });
  return { query, older, hasOlder: query.data?.before != null };
}

type ReadPage = (input: { conversationId: string }) => Promise<MessagePage>;

export function conversationLogQuery(
  client: QueryClient,
  conversationId: string,
  read: ReadPage = (input) => trpcClient.messages.list.query(input),
) {
  return { queryKey: logKey(conversationId), queryFn: () => readNewest(client, conversationId, read) };
}

/**
 * The first load and every resync: the newest page, with what came while it was read. What was known before goes. An edit
 * or a deletion that was missed would stay unknown in it, and above the page there may be a hole.
 */
async function readNewest(client: QueryClient, conversationId: string, read: ReadPage): Promise<LoadedLog> {
  change(client, conversationId, (known) => ({ ...known, since: emptyLog }));
  const page = await read({ conversationId });
  const known = client.getQueryData<LoadedLog>(logKey(conversationId));
  return { ...known, ...logOf(page, known?.since ?? emptyLog) };
}

export function logOf(page: MessagePage, since: ConversationLog = emptyLog): LoadedLog {
  return { log: mergeMessages(since, page.messages, page.head), before: olderThan(page), since: null };
}

function olderThan(page: MessagePage): string | null {
  return page.hasMore ? (page.messages.at(-1)?.id ?? null) : null;
}

async function readOlder(client: QueryClient, conversationId: string): Promise<void> {
  const before = client.getQueryData<LoadedLog>(logKey(conversationId))?.before;
  if (before == null) return;
  const page = await trpcClient.messages.list.query({ conversationId, before });
  change(client, conversationId, (known) => {
    // The window has become another one meanwhile: above it this page would stand with a hole below.
    if (known.before !== before) return known;
    return { ...known, log: mergeMessages(known.log, page.messages, known.log.head), before: olderThan(page) };
  });
}

export function applyLogEvent(client: QueryClient, conversationId: string, event: WireEvent): void {
  changeLog(client, conversationId, (log) => applyToLog(log, event));
}

export function noteEpoch(client: QueryClient, conversationId: string, epoch: number): void {
  change(client, conversationId, (known) => (known.epoch === epoch ? known : { ...known, epoch }));
}

/** The answer to a send. It moves no head: what else was written before it is still to come over the socket. */
export function putInLog(client: QueryClient, message: Message): void {
  changeLog(client, message.conversationId, (log) => mergeMessage(log, message));
}

function changeLog(client: QueryClient, conversationId: string, to: (log: ConversationLog) => ConversationLog): void {
  change(client, conversationId, (known) => ({ ...known, log: to(known.log), since: known.since && to(known.since) }));
}

function change(client: QueryClient, conversationId: string, to: (known: LoadedLog) => LoadedLog): void {
  client.setQueryData<LoadedLog>(logKey(conversationId), (known) => known && to(known));
}
