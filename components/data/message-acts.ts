'use client';

import type { QueryClient } from '@tanstack/react-query';
import { ulid } from 'ulid';
import type { Message } from '#lib/contract/chat.ts';
import { ReactionToggles } from '#lib/chat/reaction-toggles.ts';
import { putInLog } from './conversation-log.ts';
import { trpcClient } from './trpc.ts';

interface Edit {
  message: Message;
  text: string;
  /** The version that the writer had before them. */
  expectedVersion: number;
}

/** Another text for a message; its files stay. */
export async function saveEdit(client: QueryClient, { message, text, expectedVersion }: Edit): Promise<void> {
  const { conversationId, id: messageId } = message;
  const files = message.content.flatMap((block) =>
    block.type === 'attachment' ? [{ type: block.type, attachmentId: block.attachmentId }] : [],
  );
  const content = [{ type: 'text' as const, text }, ...files];
  const input = { conversationId, messageId, content, expectedVersion };
  putInLog(client, (await trpcClient.messages.edit.mutate(input)).message);
}

/** Read again afterwards: the socket tells the others, but whoever deletes should see it even without one. */
export async function deleteMessage(client: QueryClient, { conversationId, id: messageId }: Message): Promise<void> {
  await trpcClient.messages.delete.mutate({ conversationId, messageId });
  putInLog(client, await trpcClient.messages.get.query({ conversationId, messageId }));
}

/** Has a message that was given up go to its agent again. What comes of it is told. */
export async function redeliver({ conversationId, id: messageId }: Message): Promise<void> {
  await trpcClient.messages.redeliver.mutate({ conversationId, messageId });
}

/** Asks the agent that writes a message to end it there. */
export async function stopMessage({ conversationId, id: messageId }: Message): Promise<void> {
  await trpcClient.messages.stop.mutate({ conversationId, messageId });
}

export function createToggles(conversationId: string, reader: string): ReactionToggles {
  return new ReactionToggles({
    reader,
    newId: () => ulid(),
    send: async ({ isThere, ...operation }) => {
      const { reactions } = trpcClient;
      const { id } = await (isThere ? reactions.add : reactions.remove).mutate({ conversationId, ...operation });
      return id;
    },
  });
}
