import { conversationIdSchema } from '#lib/contract/ids.ts';
import { notFound } from '../errors.ts';
import type { Call } from './route.ts';

/** The query's fields, for a schema to judge. */
export function queryOf(call: Call): Record<string, string> {
  return Object.fromEntries(call.url.searchParams);
}

/** The conversation that the path names. A malformed id names nothing, so it is as unknown as any other. */
export function conversationIdOf(call: Call): string {
  const id = conversationIdSchema.safeParse(call.params['conversationId']);
  if (!id.success) throw notFound();
  return id.data;
}
