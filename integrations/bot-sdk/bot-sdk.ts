// What the package offers. Its source is lib/bot-sdk, which Claw Chat's own agent uses too.
export { BotApi, BotApiError } from '../../lib/bot-sdk/api.ts';
export type { BotFile, BotMessage, MessagePlace, StatusReport } from '../../lib/bot-sdk/api.ts';
export type { Answering, NewFile } from '../../lib/bot-sdk/answering.ts';
export type { Answer, Question } from '../../lib/bot-sdk/ask.ts';
export { bot } from '../../lib/bot-sdk/bot.ts';
export type { Bot, BotHandlers } from '../../lib/bot-sdk/bot.ts';
export type { BotSettings } from '../../lib/bot-sdk/bot-address.ts';
export type { BotEnd } from '../../lib/bot-sdk/connect.ts';
export type { IncomingFile, IncomingMessage } from '../../lib/bot-sdk/incoming-message.ts';
export { openMessage } from '../../lib/bot-sdk/message-stream.ts';
export type { MessageStream, OpeningMessage } from '../../lib/bot-sdk/message-stream.ts';
export type { Block, InputBlock } from '../../lib/contract/blocks.ts';
export type { Delivery } from '../../lib/contract/bots.ts';
export type { Conversation, Message } from '../../lib/contract/chat.ts';
export { textOf } from '../../lib/contract/text-of.ts';
export { signWebhook, verifyWebhook } from '../../lib/signing/webhook-signature.ts';
export type { WebhookVerdict } from '../../lib/signing/webhook-signature.ts';
