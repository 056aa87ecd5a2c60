import { answerId } from '#lib/bot-sdk/answer-id.ts';
import type { BotApi, MessagePlace } from '#lib/bot-sdk/api.ts';
import { untilHeard } from '#lib/bot-sdk/until-heard.ts';
import type { Message } from '#lib/contract/chat.ts';

/**
 * Is there an answer to this already? An answer is opened before the conversation is read for it, so it answers all that stands
 * above it: what somebody adds while it is written has its own, and what they sent in one go gets one. That holds over a crash,
 * because it is read from the conversation.
 */
export async function isAnswered(
  api: BotApi,
  { conversationId, messageId }: MessagePlace,
  { ownId, signal }: { ownId: string; signal: AbortSignal },
): Promise<boolean> {
  const own = await answerId(messageId, 0);
  const greeting = await greetingId(conversationId);
  const answers = (message: Message) =>
    message.senderId === ownId &&
    message.replyTo?.senderId !== ownId &&
    message.clientId !== greeting &&
    // Its own answer, which a process before this one began, is gone on with until it is whole.
    (message.clientId !== own || message.stream === null);
  for (let after = messageId; ;) {
    const page = await untilHeard(() => api.listMessages({ conversationId, after, limit: 100 }), signal);
    if (page.messages.some(answers)) return true;
    const newest = page.messages.at(0);
    if (!page.hasMore || newest === undefined) return false;
    after = newest.id;
  }
}

/** What it says when a conversation begins answers nothing. */
export function greetingId(conversationId: string): Promise<string> {
  return answerId(conversationId, 0);
}
