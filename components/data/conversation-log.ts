'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Message, MessagePage } from '#lib/contract/chat.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import type { ConversationLog } from '#lib/realtime/apply-event.ts';
import {
  applyAllToLog,
  emptyLog,
  mergeMessage,
  mergeMessages,
  mergePage,
  torn,
  windowAround,
} from '#lib/realtime/apply-event.ts';
import { trpcClient } from './trpc.ts';

export interface LoadedLog {
  log: ConversationLog;
  /** The position below which there is nothing, once a page has said so. */
  start: number | null;
  /** The installation's epoch that the positions were read in, once the socket has told it. */
  epoch?: number;
  /** The page that all of this began with. Another one: it was read anew, and knows nothing of what was before. */
  origin: MessagePage;
  /** While the newest page is being read again: what has come since it was asked for, and may be newer. Else null. */
  since: ConversationLog | null;
}

export const logKey = (conversationId: string) => ['log', conversationId];

export function useConversationLog(conversationId: string) {
  const client = useQueryClient();
  return useQuery(conversationLogQuery(client, conversationId));
}

/** What is beyond the ends of the messages that are on screen. */
export function useLogEnds(conversationId: string) {
  const client = useQueryClient();
  const older = useMutation({ mutationFn: (before: string) => readBeyond(client, conversationId, { before }) });
  const newer = useMutation({ mutationFn: (after: string) => readBeyond(client, conversationId, { after }) });
  return { older, newer };
}

type ReadPage = (input: { conversationId: string }) => Promise<MessagePage>;

export function conversationLogQuery(
  client: QueryClient,
  conversationId: string,
  read: ReadPage = (input) => trpcClient.messages.list.query(input),
) {
  return {
    queryKey: logKey(conversationId),
    queryFn: () => readNewest(client, conversationId, read),
    // What didn't change is the same object already; looking for it again would cost as much as there are messages.
    structuralSharing: false,
  };
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
  return { log: mergeMessages(since, page.messages, page.head), start: startOf(page), origin: page, since: null };
}

/** A page backwards that has no more behind it ends where the conversation begins. */
function startOf(page: MessagePage): number | null {
  return page.hasMore ? null : (page.messages.at(-1)?.seq ?? Infinity);
}

type Beyond = { before: string } | { after: string };

async function readBeyond(client: QueryClient, conversationId: string, beyond: Beyond): Promise<void> {
  const origin = client.getQueryData<LoadedLog>(logKey(conversationId))?.origin;
  const page = await trpcClient.messages.list.query({ conversationId, ...beyond });
  change(client, conversationId, (known) => {
    if (known.origin !== origin) return known;
    const start = known.start ?? ('before' in beyond ? startOf(page) : null);
    return { ...known, log: mergePage(known.log, page, beyond), start };
  });
}

/** Makes sure that a message and its neighbours are known; false when it is none of this conversation's. */
export async function readAround(client: QueryClient, conversationId: string, messageId: string): Promise<boolean> {
  const read = () => client.getQueryData<LoadedLog>(logKey(conversationId))?.log;
  const known = read();
  if (known === undefined || windowAround(known, messageId) !== null) return known !== undefined;
  const page = await trpcClient.messages.list.query({ conversationId, around: messageId });
  change(client, conversationId, (loaded) => ({
    ...loaded,
    log: mergePage(loaded.log, page),
    start: loaded.start ?? startOf(page),
  }));
  const after = read();
  return after !== undefined && windowAround(after, messageId) !== null;
}

export function applyLogEvents(client: QueryClient, conversationId: string, events: readonly WireEvent[]): void {
  changeLog(client, conversationId, (log) => applyAllToLog(log, events));
  if (events.some(({ event }) => event === 'message.delta')) void mend(client, conversationId);
}

const mending = new Set<string>();

/** A streamed text with a hole in it is read again; what came after the hole goes on from there. */
async function mend(client: QueryClient, conversationId: string): Promise<void> {
  const log = client.getQueryData<LoadedLog>(logKey(conversationId))?.log;
  const ids = log === undefined ? [] : torn(log).filter((id) => !mending.has(id));
  for (const messageId of ids) {
    mending.add(messageId);
    // Without an answer the next delta asks again.
    const read = trpcClient.messages.get.query({ conversationId, messageId }).catch(() => null);
    const message = await read.finally(() => mending.delete(messageId));
    if (message !== null) putInLog(client, message);
  }
}

export function noteEpoch(client: QueryClient, conversationId: string, epoch: number): void {
  change(client, conversationId, (known) => (known.epoch === epoch ? known : { ...known, epoch }));
}

/** The answer to a send or an edit. It moves no head: what else was written before it is still to come over the socket. */
export function putInLog(client: QueryClient, message: Message): void {
  changeLog(client, message.conversationId, (log) => mergeMessage(log, message));
}

function changeLog(client: QueryClient, conversationId: string, to: (log: ConversationLog) => ConversationLog): void {
  change(client, conversationId, (known) => {
    const [log, since] = [to(known.log), known.since && to(known.since)];
    // The very same where nothing changed, so that nothing is drawn for it.
    return log === known.log && since === known.since ? known : { ...known, log, since };
  });
}

function change(client: QueryClient, conversationId: string, to: (known: LoadedLog) => LoadedLog): void {
  client.setQueryData<LoadedLog>(logKey(conversationId), (known) => known && to(known));
}
