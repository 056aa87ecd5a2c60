// What the OpenClaw plugin needs of lib: bundled into one file beside it, because OpenClaw loads a plugin's folder as it stands.
export { answerId } from '#lib/bot-sdk/answer-id.ts';
export { BotApi, BotApiError } from '#lib/bot-sdk/api.ts';
export { addressOf } from '#lib/bot-sdk/bot-address.ts';
export { connectBot } from '#lib/bot-sdk/connect.ts';
export { openMessage } from '#lib/bot-sdk/message-stream.ts';
export { readDelivery } from '#lib/bot-sdk/read-delivery.ts';
export { isPassing, pause, untilHeard } from '#lib/bot-sdk/until-heard.ts';
export { withText } from '#lib/contract/growing-text.ts';
export { attachmentBytesMax, commandMax, labelMax, reasonMax, textMax, titleMax } from '#lib/contract/limits.ts';
export { textOf } from '#lib/contract/text-of.ts';
export { verifyWebhook } from '#lib/signing/webhook-signature.ts';
export type { BotAddress } from '#lib/bot-sdk/bot-address.ts';
export type { MessagePlace } from '#lib/bot-sdk/api.ts';
export type { BotConnection } from '#lib/bot-sdk/connect.ts';
export type { MessageStream } from '#lib/bot-sdk/message-stream.ts';
export type { Action, ActionsBlock, ApprovalBlock, Decision, FileBlock, InputBlock } from '#lib/contract/blocks.ts';
export type { Delivery } from '#lib/contract/bots.ts';
export type { Member, Message } from '#lib/contract/chat.ts';
