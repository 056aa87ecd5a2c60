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
}

export const logKey = (conversationId: string) => ['log', conversationId];

export function useConversationLog(conversationId: string) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: logKey(conversationId),
    queryFn: () => readNewest(client, conversationId),
  });
  const older = useMutation({ mutationFn: () => readOlder(client, conversationId) });
  return { query, older, hasOlder: query.data?.before != null };
}

/**
 * The first load and every resync. When the newest page reaches back to what is known they are joined; when it doesn't,
 * what is known would leave a hole in the middle, so it goes.
 */
async function readNewest(client: QueryClient, conversationId: string): Promise<LoadedLog> {
  const page = await trpcClient.messages.list.query({ conversationId });
  const known = client.getQueryData<LoadedLog>(logKey(conversationId));
  if (known === undefined || !reachesBack(page, known.log)) return logOf(page);
  return { ...known, log: mergeMessages(known.log, page.messages, page.head) };
}

function reachesBack(page: MessagePage, log: ConversationLog): boolean {
  const oldest = page.messages.at(-1);
  const newest = log.messages.at(-1);
  return oldest !== undefined && newest !== undefined && oldest.seq <= newest.seq;
}

export function logOf(page: MessagePage): LoadedLog {
  return { log: mergeMessages(emptyLog, page.messages, page.head), before: olderThan(page) };
}

function olderThan(page: MessagePage): string | null {
  return page.hasMore ? (page.messages.at(-1)?.id ?? null) : null;
}

async function readOlder(client: QueryClient, conversationId: string): Promise<void> {
  const before = client.getQueryData<LoadedLog>(logKey(conversationId))?.before;
  if (before == null) return;
  const page = await trpcClient.messages.list.query({ conversationId, before });
  change(client, conversationId, ({ log, ...rest }) => ({
    ...rest,
    log: mergeMessages(log, page.messages, log.head),
    before: olderThan(page),
  }));
}

export function applyLogEvent(client: QueryClient, conversationId: string, event: WireEvent): void {
  change(client, conversationId, (known) => ({ ...known, log: applyToLog(known.log, event) }));
}

export function noteEpoch(client: QueryClient, conversationId: string, epoch: number): void {
  change(client, conversationId, (known) => (known.epoch === epoch ? known : { ...known, epoch }));
}

/** The answer to a send. It moves no head: what else was written before it is still to come over the socket. */
export function putInLog(client: QueryClient, message: Message): void {
  change(client, message.conversationId, (known) => ({ ...known, log: mergeMessage(known.log, message) }));
}

function change(client: QueryClient, conversationId: string, to: (known: LoadedLog) => LoadedLog): void {
  client.setQueryData<LoadedLog>(logKey(conversationId), (known) => known && to(known));
}
