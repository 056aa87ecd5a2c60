import { z } from 'zod';

const botPrefix = 'bot:kiloclaw:';

/** Milliseconds since 1970, the one form of time on the wire. */
export const instantSchema = z.number().int().nonnegative();

/** 26 Crockford characters; the first is at most 7, since 48 bits of time don't fill it. */
export const ulidSchema = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'must be a ULID');

export const sandboxIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 _ -');

/** A person's id is opaque. It stands in context paths, so it carries no slash. */
export const userIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 _ -');

export const conversationIdSchema = ulidSchema;
export const messageIdSchema = ulidSchema;

/** A member of a conversation: a person's id or a bot's. */
export const memberIdSchema = z.string().min(1).max(96);

export function botIdOf(sandboxId: string): string {
  return botPrefix + sandboxId;
}

export function isBotId(memberId: string): boolean {
  return memberId.startsWith(botPrefix);
}

/** The sandbox of a bot's id, or null when the id is a person's or what follows the prefix is no sandbox id. */
export function sandboxIdOfBot(memberId: string): string | null {
  if (!isBotId(memberId)) return null;
  const parsed = sandboxIdSchema.safeParse(memberId.slice(botPrefix.length));
  return parsed.success ? parsed.data : null;
}
