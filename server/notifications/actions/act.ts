import type { ActInput, ActResult } from '#lib/contract/notifications.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault, notFound, toFault } from '#server/errors.ts';
import { executeAction } from '#server/chat/approvals/decide.ts';
import { isLive } from '../live-devices.ts';
import { hashOf } from './tokens.ts';

interface Token {
  userId: string;
  sessionId: string | null;
  isOperator: boolean;
  conversationId: string;
  messageId: string;
  groupId: string;
  value: ActResult['value'];
}

/**
 * Decides what a notification asked, as the person whose device it was shown on: by the same way as a page, with the rights
 * that they have now. The word is spent before, so of two who come with it one decides; it is given back when we have failed.
 */
export async function act(app: AppContext, { token }: ActInput): Promise<ActResult> {
  const hash = hashOf(token);
  const { userId, sessionId, isOperator, ...asked } = await spendToken(app, hash);
  const principal: UserPrincipal = { kind: 'user', userId, sessionId, isOperator };
  try {
    await executeAction(app, principal, asked);
    return { happened: 'decided', value: asked.value, by: null };
  } catch (error) {
    const fault = toFault(error);
    if (fault.status >= 500) await giveBack(app, hash);
    return await happenedInstead(app, asked.value, fault);
  }
}

/** One that isn't there, was somebody's who has signed out, or of a question that is gone: all the same. */
async function spendToken({ sql, clock }: AppContext, hash: Buffer): Promise<Token> {
  const now = clock.now();
  const spent = await sql<Token[]>`
    update action_tokens a set used_at = ${now}
    from push_targets t join users u on u.id = t.user_id
    where a.hash = ${hash} and a.used_at is null and t.id = a.target_id and t.user_id = a.user_id and ${isLive(sql, now)}
    returning a.user_id as "userId", t.session_id as "sessionId", u.is_operator as "isOperator",
      a.conversation_id as "conversationId", a.message_id as "messageId", a.group_id as "groupId", a.value`;
  if (spent[0] !== undefined) return spent[0];
  const used = await sql`
    select from action_tokens a join push_targets t on t.id = a.target_id and t.user_id = a.user_id
    where a.hash = ${hash} and a.used_at is not null and ${isLive(sql, now)}`;
  if (used.length === 0) throw notFound();
  throw new Fault('conflict', 'This notification was answered already. The conversation shows what came of it.');
}

async function giveBack({ sql }: AppContext, hash: Buffer): Promise<void> {
  await sql`update action_tokens set used_at = null where hash = ${hash}`;
}

/** That somebody was first, or that its time is over, is an answer: there is nothing that a device could do better. */
async function happenedInstead(app: AppContext, value: ActResult['value'], fault: Fault): Promise<ActResult> {
  if (fault.code === 'approval_expired') return { happened: 'expired', value, by: null };
  if (fault.code !== 'approval_decided' || fault.resolved === undefined) throw fault;
  const { resolvedBy } = fault.resolved;
  const [person] = await app.sql<{ name: string }[]>`select name from users where id = ${resolvedBy}`;
  return { happened: 'was_decided', value: fault.resolved.value, by: person?.name ?? null };
}
