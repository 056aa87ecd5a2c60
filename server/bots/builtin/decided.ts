import type { Answering } from '#lib/bot-sdk/answering.ts';
import type { BotApi } from '#lib/bot-sdk/api.ts';
import { untilHeard } from '#lib/bot-sdk/until-heard.ts';
import type { Delivery } from '#lib/contract/bots.ts';
import { fileOf, uploadOf } from './save-file.ts';

type Decided = Extract<Delivery, { type: 'action.executed' }>;

/**
 * Does what was allowed, or says that it won't. All that it needs stands in the card, so it doesn't matter whether this process
 * asked or one before it; and what it says has an id made from the decision, so it is done once however often it is told.
 */
export async function actOn(decided: Decided, answering: Answering, api: BotApi): Promise<void> {
  const { conversationId, messageId, groupId, resolutionId, value, expiresAt } = decided;
  const message = await untilHeard(() => api.readMessage({ conversationId, messageId }), answering.signal);
  const card = message.content.find((block) => block.type === 'actions' && block.groupId === groupId);
  // It was undone or taken back on its way here.
  if (card?.type !== 'actions' || card.resolved?.resolutionId !== resolutionId) return;
  const file = fileOf(card);
  // People are told by now that it is unknown what came of it, so nothing may come of it.
  if (file === null || Date.parse(expiresAt) <= Date.now()) return;
  const about = { inReplyToMessageId: messageId };
  if (value === 'deny') await answering.reply(`As you wish: ${file.name} isn’t saved.`, about);
  else await answering.reply(`Saved as ${file.name}.`, { ...about, files: [uploadOf(file)] });
}
