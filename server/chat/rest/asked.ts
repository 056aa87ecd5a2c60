import {
  addMemberInputSchema,
  botEditInputSchema,
  editOverHttpInputSchema,
  messageInputSchema,
  reactionInputSchema,
  renameInputSchema,
  type EditInput,
  type ReactionInput,
} from '#lib/contract/chat.ts';
import type { Principal } from '#lib/contract/principals.ts';
import { typingInputSchema, type TypingInput } from '#lib/contract/streams.ts';
import { parseInput } from '#server/errors.ts';
import { conversationIdOf, fieldsOf, messageIdOf, queryOf } from '#server/rest/asked.ts';
import { readJson } from '#server/rest/body.ts';
import type { Call } from '#server/rest/route.ts';

// What is asked for of a message or a conversation that the path names. People's addresses and agents' differ in their
// beginnings only, so both are read here.

/** What an agent asks may stay in its message, or go; a person's message asks nothing. */
export async function askedEdit(call: Call, { kind }: Principal): Promise<EditInput> {
  const schema = kind === 'bot' ? botEditInputSchema : editOverHttpInputSchema;
  return parseInput<EditInput>(schema, { ...fieldsOf(await readJson(call.req)), messageId: messageIdOf(call) });
}

/** DELETE has no body that everybody sends, so what it needs stands in the query. */
export function askedMessage(call: Call): { conversationId: string; messageId: string } {
  return parseInput(messageInputSchema, { ...queryOf(call), messageId: messageIdOf(call) });
}

export async function askedReaction(call: Call): Promise<ReactionInput> {
  return parseInput(reactionInputSchema, { ...fieldsOf(await readJson(call.req)), messageId: messageIdOf(call) });
}

export function askedReactionGone(call: Call): ReactionInput {
  return parseInput(reactionInputSchema, { ...queryOf(call), messageId: messageIdOf(call) });
}

export async function askedTitle(call: Call): Promise<{ conversationId: string; title: string }> {
  return parseInput(renameInputSchema, {
    ...fieldsOf(await readJson(call.req)),
    conversationId: conversationIdOf(call),
  });
}

/** Saying that one types needs no body. */
export async function askedTyping(call: Call): Promise<TypingInput> {
  return parseInput(typingInputSchema, {
    ...fieldsOf(await readJson(call.req)),
    conversationId: conversationIdOf(call),
  });
}

export async function askedMember(call: Call): Promise<{ conversationId: string; userId: string }> {
  return parseInput(addMemberInputSchema, {
    ...fieldsOf(await readJson(call.req)),
    conversationId: conversationIdOf(call),
  });
}
