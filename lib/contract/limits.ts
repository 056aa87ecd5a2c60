/** The bounds of the contract, apart from its schemas: a page that only counts characters needs no validator for it. */
export const textMax = 8_000;
export const blocksMax = 20;
/** What a streamed message may grow to: its blocks, full. */
export const streamedTextMax = blocksMax * textMax;
export const attachmentsMax = 10;
export const attachmentBytesMax = 25 * 1024 * 1024;
export const fileNameMax = 512;
export const actionsMax = 10;
export const labelMax = 200;
export const groupIdMax = 200;
export const commandMax = 8_000;
export const mentionsMax = 20;
export const activityMax = 80;
export const draftMax = textMax;
/** Of the approvals that wait in a conversation, as many are listed. */
export const waitingMax = 20;
export const titleMax = 200;
export const queryMax = 200;
export const emojiBytesMax = 64;
/** Of different ones, on one message. */
export const emojiPerMessageMax = 50;
export const pageMax = 100;
export const pageDefault = 50;
export const previewMax = 160;
export const unreadMax = 1_000;
/** Of those who look at a conversation, as many are named. */
export const presentNamedMax = 50;
/** Of those who may decide for one agent, as many can be named. */
export const approversMax = 50;
/** Of why a decision was not delivered. */
export const reasonMax = 500;
