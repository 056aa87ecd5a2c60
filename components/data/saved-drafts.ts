import type { QueryClient } from '@tanstack/react-query';
import type { Conversation } from '#lib/contract/chat.ts';
import type { LocalDraft } from '#lib/chat/drafts.ts';
import { userContext } from '#lib/contexts.ts';
import { conversationKey, readConversation } from './conversation.ts';
import { applyListEvent } from './conversation-list.ts';
import { keepDraft, readDraft } from './drafts.ts';
import { trpcClient } from './trpc.ts';

/** One save at a time for each conversation, or an older text could arrive after a newer one. */
const running = new Map<string, Promise<void>>();

/**
 * Saves what stands here, unless that is saved already. A failure is no news: it stays here, unsaved, until the next try.
 */
export function saveDraft(client: QueryClient, userId: string, conversationId: string): Promise<void> {
  const after = (running.get(conversationId) ?? Promise.resolve())
    .then(() => saveNow(client, userId, conversationId))
    .catch(() => undefined);
  running.set(conversationId, after);
  return after;
}

async function saveNow(client: QueryClient, userId: string, conversationId: string): Promise<void> {
  const { text, isSaved } = readDraft(userId, conversationId);
  if (isSaved) return;
  const { personal } = await trpcClient.conversations.saveDraft.mutate({ conversationId, text: text || null });
  const payload = { conversationId, ...personal };
  applyListEvent(client, { context: userContext(userId), event: 'conversation.personal', payload });
  const now = readDraft(userId, conversationId);
  keepDraft(userId, conversationId, { ...now, seq: personal.personalSeq, isSaved: now.text === text });
}

/** The whole of what another device has saved: a row has only its beginning. */
export async function readSavedDraft(client: QueryClient, conversationId: string, told: number): Promise<LocalDraft> {
  const known = client.getQueryData<Conversation>(conversationKey(conversationId));
  const newest =
    known !== undefined && known.personalSeq >= told ? known : await readConversation(client, conversationId);
  client.setQueryData(conversationKey(conversationId), newest);
  return { text: newest.draft ?? '', seq: newest.personalSeq, isSaved: true };
}
