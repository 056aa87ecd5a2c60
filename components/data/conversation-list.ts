'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Conversation, ConversationItem, ConversationPage } from '#lib/contract/chat.ts';
import type { Unread } from '#lib/contract/notifications.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import type { ListChange } from '#lib/chat/list-changes.ts';
import { withChanges } from '#lib/chat/list-changes.ts';
import type { ConversationList } from '#lib/realtime/apply-list-event.ts';
import {
  applyToList,
  emptyList,
  forgotten,
  listedConversations,
  mergeCounts,
  mergeRows,
  withoutEnds,
  withoutRow,
} from '#lib/realtime/apply-list-event.ts';
import { useReader } from './reader-provider.tsx';
import { trpcClient } from './trpc.ts';

export interface LoadedList {
  list: ConversationList;
  /** Where the rows below the last one begin; null when there are none. */
  nextCursor: string | null;
  /** The log doesn't reach back to what is known: some of it may be gone. The next page is read as the first one was. */
  isLost: boolean;
  /** What the reader has done and the server hasn't answered yet. */
  changes: readonly ListChange[];
}

export const listKey = ['conversations'];

export function useConversationList() {
  const client = useQueryClient();
  const reader = useReader();
  const query = useQuery({ queryKey: listKey, queryFn: () => readList(client) });
  const { list, changes } = query.data ?? nothingLoaded;
  const all = useMemo(
    () => (list === null ? null : withChanges(listedConversations(list, reader.id), changes)),
    [list, changes, reader.id],
  );
  const rows = useMemo(() => all?.filter((row) => row.archivedAt === null) ?? null, [all]);
  const more = useMutation({ mutationFn: () => readMore(client) });
  return { rows, all, query, more, hasMore: query.data?.nextCursor != null };
}

const nothingLoaded = { list: null, changes: [] };

/** One row, or undefined while the list doesn't know the conversation. */
export function useConversationRow(conversationId: string): ConversationItem | undefined {
  return useConversationList().all?.find((row) => row.conversationId === conversationId);
}

/** The newest page joined to what is known: rows further down stay, and stay loadable from where they ended. */
async function readList(client: QueryClient): Promise<LoadedList> {
  const page = await trpcClient.conversations.list.query({});
  const known = client.getQueryData<LoadedList>(listKey);
  if (known === undefined) return listOf(page);
  if (!known.isLost) return { ...known, list: mergeRows(known.list, page.conversations) };
  return { ...known, ...pageOf(page, forgotten(known.list)), isLost: false };
}

export function listOf(page: ConversationPage): LoadedList {
  return { ...pageOf(page, emptyList), isLost: false, changes: [] };
}

function pageOf({ conversations, nextCursor }: ConversationPage, list: ConversationList) {
  return { list: mergeRows(list, conversations), nextCursor };
}

async function readMore(client: QueryClient): Promise<void> {
  const cursor = client.getQueryData<LoadedList>(listKey)?.nextCursor;
  const page = await trpcClient.conversations.list.query({ cursor: cursor ?? null });
  changeList(client, (known) => ({
    ...known,
    list: mergeRows(known.list, page.conversations),
    nextCursor: page.nextCursor,
  }));
}

export function applyListEvent(client: QueryClient, event: WireEvent): void {
  changeList(client, (known) => ({ ...known, list: applyToList(known.list, event) }));
}

export function loseList(client: QueryClient): void {
  changeList(client, (known) => ({ ...known, list: withoutEnds(known.list), isLost: true }));
}

export function putInList(client: QueryClient, conversation: Conversation): void {
  changeList(client, (known) => ({ ...known, list: mergeRows(known.list, [itemOf(conversation)]) }));
}

export function dropFromList(client: QueryClient, conversationId: string): void {
  changeList(client, (known) => ({ ...known, list: withoutRow(known.list, conversationId) }));
}

/** All of one agent's. */
export function dropSandboxFromList(client: QueryClient, sandboxId: string): void {
  changeList(client, (known) => ({
    ...known,
    list: Object.entries(known.list.rows)
      .filter(([, row]) => row.snapshot?.sandboxId === sandboxId)
      .reduce((list, [id]) => withoutRow(list, id), known.list),
  }));
}

/** Rows of another page of the server's, such as the archived ones: the same rows in another place. */
export function putRowsInList(client: QueryClient, rows: readonly ConversationItem[]): void {
  changeList(client, (known) => ({ ...known, list: mergeRows(known.list, rows) }));
}

export function putCountsInList(client: QueryClient, unread: Unread): void {
  changeList(client, (known) => ({ ...known, list: mergeCounts(known.list, unread) }));
}

export function noteChange(client: QueryClient, change: ListChange): void {
  changeList(client, (known) => ({ ...known, changes: [...known.changes, change] }));
}

export function forgetChange(client: QueryClient, change: ListChange): void {
  changeList(client, (known) => ({ ...known, changes: known.changes.filter((one) => one !== change) }));
}

function itemOf({ members: _members, createdBy: _createdBy, ...item }: Conversation): ConversationItem {
  return item;
}

function changeList(client: QueryClient, to: (known: LoadedList) => LoadedList): void {
  client.setQueryData<LoadedList>(listKey, (known) => known && to(known));
}
