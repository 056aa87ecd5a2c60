import type { QueryClient } from '@tanstack/react-query';
import type { Account } from '#lib/contract/accounts.ts';
import type { Conversation, MessagePage } from '#lib/contract/chat.ts';
import { pageDefault } from '#lib/contract/limits.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { listedConversations } from '#lib/realtime/apply-list-event.ts';
import type { ConversationSeed } from '#components/conversation/seed.ts';
import { conversationKey } from '#components/data/conversation.ts';
import type { LoadedList } from '#components/data/conversation-list.ts';
import { listKey } from '#components/data/conversation-list.ts';
import type { LoadedLog } from '#components/data/conversation-log.ts';
import { sandboxesKey } from '#components/data/sandboxes.ts';
import type { Kept } from './kept-store.ts';

/** Rows are small, and a list that ends early is a list with holes to whoever looks something up on a train. */
const rowsMax = 500;
/** Those that somebody may want to read again within the hour, at a few dozen kB each. */
const openedMax = 12;

/** What is known now, cut to what is worth keeping; of conversations those first that were looked at last. */
export function whatToKeep(client: QueryClient, account: Account, before: Kept | null): Kept {
  const loaded = client.getQueryData<LoadedList>(listKey);
  const conversations = loaded === undefined ? [] : listedConversations(loaded.list, account.id).slice(0, rowsMax);
  const listed = new Set(conversations.map((row) => row.conversationId));
  const known = seedsOf(client);
  const ids = new Set(known.map(({ conversation }) => conversation.conversationId));
  const older = (before?.opened ?? []).filter(({ conversation }) => !ids.has(conversation.conversationId));
  return {
    account,
    sandboxes: client.getQueryData<readonly Sandbox[]>(sandboxesKey) ?? [],
    conversations,
    // What was left or deleted since is in no list any more.
    opened: [...known, ...older]
      .filter(({ conversation }) => listed.has(conversation.conversationId))
      .slice(0, openedMax),
  };
}

function seedsOf(client: QueryClient): ConversationSeed[] {
  return client
    .getQueryCache()
    .findAll({ queryKey: ['log'] })
    .toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
    .flatMap((query) => {
      const log = query.state.data as LoadedLog | undefined;
      const conversation = client.getQueryData<Conversation>(conversationKey(String(query.queryKey[1])));
      return log === undefined || conversation === undefined ? [] : [{ conversation, page: newestPage(log) }];
    });
}

/** The newest messages as the server would have answered. */
function newestPage({ log, start }: LoadedLog): MessagePage {
  const messages = log.messages.slice(-pageDefault).toReversed();
  return {
    messages,
    hasMore: start === null || log.messages.length > messages.length,
    nextCursor: null,
    hasNewer: false,
    head: log.head,
  };
}
