/** The bounds of the contract, apart from its schemas: a page that only counts characters needs no validator for it. */
export const textMax = 8_000;
export const blocksMax = 20;
export const titleMax = 200;
export const emojiBytesMax = 64;
export const pageMax = 100;
export const pageDefault = 50;
export const previewMax = 160;
export const unreadMax = 1_000;
/** Of those who look at a conversation, as many are named. */
export const presentNamedMax = 50;
