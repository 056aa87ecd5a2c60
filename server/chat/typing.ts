import { memberIdOf } from '#lib/contract/principals.ts';
import type { TypingInput } from '#lib/contract/streams.ts';
import type { AppContext } from '../app-context.ts';
import type { Limits } from '../limits.ts';
import { spend } from '../rate-limit.ts';
import { accessConversation, type Participant } from './access.ts';
import { tellTyping } from './events.ts';

/**
 * Tells those who have the conversation open that this member is writing, or has stopped; of an agent also what it is at. Costs
 * the one look who they are.
 */
export async function sayTyping(
  app: AppContext,
  principal: Participant,
  { conversationId, isTyping, activity }: TypingInput & { isTyping: boolean },
): Promise<{ ok: true }> {
  const { sandboxId } = await accessConversation(app, principal, conversationId);
  tellTyping(
    app,
    { sandboxId, conversationId },
    {
      memberId: memberIdOf(principal),
      isTyping,
      activity: principal.kind === 'bot' ? activity : undefined,
    },
  );
  return { ok: true };
}

/** For each door to it. Starting and stopping share a budget: together they are one chatter. */
export async function spendTyping(limits: Limits, principal: Participant, conversationId: string): Promise<void> {
  await spend(limits.typingByMember, `${conversationId} ${memberIdOf(principal)}`);
}
