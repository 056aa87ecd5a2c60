import { z, type ZodType } from 'zod';
import { blockSchema } from '#lib/contract/blocks.ts';
import {
  conversationItemSchema,
  conversationSchema,
  memberSchema,
  messageSchema,
  personalSchema,
  reactionSchema,
  replySnapshotSchema,
} from '#lib/contract/chat.ts';
import { problemSchema } from '#lib/contract/errors.ts';
import { sandboxSchema } from '#lib/contract/sandboxes.ts';
import { conversationHitSchema, messageHitSchema } from '#lib/contract/search.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What is worth a name of its own: it stands once in the document, and everything else points at it. */
const names = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({
  Block: blockSchema,
  Conversation: conversationSchema,
  ConversationHit: conversationHitSchema,
  ConversationItem: conversationItemSchema,
  Member: memberSchema,
  Message: messageSchema,
  MessageHit: messageHitSchema,
  Personal: personalSchema,
  Problem: problemSchema,
  Reaction: reactionSchema,
  ReplySnapshot: replySnapshotSchema,
  Sandbox: sandboxSchema,
})) {
  names.add(schema, { id });
}

export const problem: ZodType = problemSchema;

/** Collects what has a name while the document is made. */
export class Schemas {
  readonly named: Record<string, JsonSchema> = {};

  /** `input`: what may be sent, before defaults and conversions; `output`: what is answered. */
  of(schema: ZodType, io: 'input' | 'output'): JsonSchema {
    const {
      $schema: _,
      $defs = {},
      ...whole
    } = z.toJSONSchema(schema, {
      io,
      metadata: names,
      // What JSON can't say (a conversion, a refinement) is said by the sentence that refuses it.
      unrepresentable: 'any',
    });
    for (const [name, definition] of Object.entries($defs)) this.named[name] = pointed(definition);
    const { id, ...rest } = pointed(whole);
    if (typeof id !== 'string' || !(id in this.named || names.has(schema))) return rest;
    this.named[id] = rest;
    return { $ref: `#/components/schemas/${id}` };
  }
}

/** Points at where OpenAPI keeps what has a name. */
function pointed(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}
