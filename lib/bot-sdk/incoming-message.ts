import type { Delivery } from '../contract/bots.ts';
import { answerId } from './answer-id.ts';
import type { Answering } from './answering.ts';
import type { BotApi } from './api.ts';

export type MessageDelivery = Extract<Delivery, { type: 'message.created' }>;

export interface IncomingFile {
  attachmentId: string;
  filename: string;
  mimeType: string;
  size: number;
  /** Its bytes, as they come. */
  download(): Promise<Response>;
}

/** What somebody wrote to the bot, and all that it can do about it. */
export interface IncomingMessage extends Answering {
  conversationId: string;
  messageId: string;
  /** Who wrote it. */
  from: string;
  text: string;
  files: IncomingFile[];
  sentAt: Date;
  /** What it replies to; its text is null when that has none. */
  inReplyTo: { messageId: string; from: string | null; text: string | null } | null;
  react(emoji: string): Promise<void>;
}

export function incomingMessage(api: BotApi, delivery: MessageDelivery, answering: Answering): IncomingMessage {
  const { conversationId, messageId, from, text, attachments = [] } = delivery;
  return {
    ...answering,
    conversationId,
    messageId,
    from,
    text,
    files: attachments.map((file) => ({
      ...file,
      download: () => api.download({ conversationId, attachmentId: file.attachmentId }),
    })),
    sentAt: new Date(delivery.sentAt),
    inReplyTo: repliedTo(delivery),
    react: async (emoji) => {
      const operationId = await answerId(`${messageId}:${emoji}`, 0);
      await api.react({ conversationId, messageId, emoji, operationId });
    },
  };
}

function repliedTo({ inReplyToMessageId, inReplyToSender, inReplyToBody }: MessageDelivery) {
  if (inReplyToMessageId === undefined) return null;
  return { messageId: inReplyToMessageId, from: inReplyToSender ?? null, text: inReplyToBody ?? null };
}
