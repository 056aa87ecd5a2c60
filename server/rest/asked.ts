import type { ZodType } from 'zod';
import { conversationIdSchema, messageIdSchema } from '#lib/contract/ids.ts';
import { notFound } from '../errors.ts';
import type { Call } from './route.ts';

/** The query's fields, for a schema to judge. */
export function queryOf(call: Call): Record<string, string> {
  return Object.fromEntries(call.url.searchParams);
}

/** The body's fields, for a schema to judge, as it judges what isn't an object: there is nothing in it. */
export function fieldsOf(body: unknown): object {
  return body !== null && typeof body === 'object' ? body : {};
}

export function conversationIdOf(call: Call): string {
  return named(call, 'conversationId', conversationIdSchema);
}

export function messageIdOf(call: Call): string {
  return named(call, 'messageId', messageIdSchema);
}

/** What the path names. A malformed id names nothing, so it is as unknown as any other. */
function named(call: Call, name: string, schema: ZodType<string>): string {
  const id = schema.safeParse(call.params[name]);
  if (!id.success) throw notFound();
  return id.data;
}
