import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault } from '#server/errors.ts';
import { lockConversation } from './lock.ts';
import { removeConversations } from './remove.ts';
import { mayRun } from './rights.ts';

/** For good and for everybody in it. Once more, it is as unknown as one that never was. */
export function deleteConversation(
  app: AppContext,
  principal: UserPrincipal,
  conversationId: string,
): Promise<{ ok: true }> {
  return app.transaction(async (tx) => {
    const conversation = await lockConversation(tx, principal, conversationId);
    if (!(await mayRun(tx, conversation, principal))) {
      throw new Fault('forbidden', 'Only whoever began a conversation, or who runs its agent, may delete it.');
    }
    await removeConversations(app, tx, [conversation.ref]);
    return { ok: true };
  });
}
