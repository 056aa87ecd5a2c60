import type { AppContext } from '../app-context.ts';
import type { ContextKind, RefOf } from '../realtime/contexts.ts';
import { listAccessible } from '../sandboxes/access.ts';
import { conversationsOfMember } from './access.ts';
import { hydrateConversation, hydrateSandbox } from './hydrate.ts';
import { hydrateUser } from './personal/hydrate.ts';

/** A conversation's log: for its members of today, bots included. */
export function conversationKind(app: AppContext): ContextKind<RefOf<'conversation'>> {
  return {
    readable: async (principal, refs) => {
      if (principal.kind === 'system') return refs;
      const memberOf = await conversationsOfMember(
        app,
        principal,
        refs.map((ref) => ref.conversationId),
      );
      return refs.filter((ref) => memberOf.get(ref.conversationId) === ref.sandboxId);
    },
    hydrate: (ref, stored) => hydrateConversation(app.sql, ref, stored),
  };
}

/** A sandbox's log: for whoever may use the sandbox. What speaks of a conversation reaches only that one's members. */
export function sandboxKind(app: AppContext): ContextKind<RefOf<'sandbox'>> {
  return {
    readable: async (principal, refs) => {
      const ids = refs.map((ref) => ref.sandboxId);
      // Until it is gone: those who look are told of the end of each of its conversations.
      const open = await listAccessible(app, principal, ids, { isDestroyingToo: true });
      const usable = new Set(open.map((sandbox) => sandbox.id));
      return refs.filter((ref) => usable.has(ref.sandboxId));
    },
    hydrate: (ref, stored) => hydrateSandbox(app.sql, ref, stored),
  };
}

/** A person's own log, for that person. */
export function userKind(app: AppContext): ContextKind<RefOf<'user'>> {
  return {
    readable: async (principal, refs) =>
      refs.filter((ref) => principal.kind === 'user' && principal.userId === ref.userId),
    hydrate: (ref, stored) => hydrateUser(app.sql, ref, stored),
  };
}

export async function membersOf(app: AppContext, conversationId: string): Promise<string[]> {
  const rows = await app.sql<{ id: string }[]>`
    select member_id as id from conversation_members where conversation_id = ${conversationId} and left_at is null`;
  return rows.map((row) => row.id);
}
