import type { ContextUse, ConversationStatusInput } from '#lib/contract/bots.ts';
import type { BotPrincipal, UserPrincipal } from '#lib/contract/principals.ts';
import { conversationContext } from '#lib/contexts.ts';
import type { AppContext } from '../app-context.ts';
import { accessConversation } from '../chat/access.ts';

/** Like reports of presence: the bot's own time orders them, and can't lie in the future. Who looks is told of a newer one. */
export async function reportConversationStatus(
  app: AppContext,
  principal: BotPrincipal,
  { conversationId, contextTokens, contextWindow, model = null, provider = null, at }: ConversationStatusInput,
): Promise<{ ok: true }> {
  const { sandboxId } = await accessConversation(app, principal, conversationId);
  const now = app.clock.now();
  const said = new Date(Math.min(at, now.getTime()));
  const written = await app.sql`
    insert into conversation_status (conversation_id, context_tokens, context_window, model, provider, at, updated_at)
    values (${conversationId}, ${contextTokens}, ${contextWindow}, ${model}, ${provider}, ${said}, ${now})
    on conflict (conversation_id) do update set context_tokens = excluded.context_tokens,
      context_window = excluded.context_window, model = excluded.model, provider = excluded.provider, at = excluded.at,
      updated_at = excluded.updated_at
    where conversation_status.at <= excluded.at`;
  if (written.count > 0) {
    const payload = { conversationId, contextTokens, contextWindow, model, provider, at: said.getTime() };
    const context = conversationContext(sandboxId, conversationId);
    app.realtime.tell({ context, event: 'conversation.status', payload });
  }
  return { ok: true };
}

export async function readConversationStatus(
  app: AppContext,
  principal: UserPrincipal,
  conversationId: string,
): Promise<{ status: ContextUse | null }> {
  await accessConversation(app, principal, conversationId);
  const [row] = await app.sql<(Omit<ContextUse, 'at'> & { at: Date })[]>`
    select context_tokens as "contextTokens", context_window as "contextWindow", model, provider, at
    from conversation_status where conversation_id = ${conversationId}`;
  return { status: row === undefined ? null : { ...row, at: row.at.getTime() } };
}
