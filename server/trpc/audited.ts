import type { AuditAction } from '#lib/contract/audit.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { audited as record, type Actor, type Deed } from '../audit/record.ts';
import { spendDeed } from '../limits.ts';
import type { CallContext } from './context.ts';

interface Asked {
  ctx: CallContext & { principal: UserPrincipal };
  input: object;
}

/** What of the input isn't kept: the reason has a place of its own, and nobody's password or secret belongs into a log. */
const unkept = new Set(['reason', 'password', 'secret', 'token']);

/**
 * A mutation that leaves its line in the audit log. `subjectOf` says what it is done to, as the input names it; `madeOf`, of one
 * that makes something, what that is.
 *
 *     .mutation(audited('person.disabled', ({ userId }) => person(userId), ({ ctx, input }) => disable(…)))
 */
export function audited<O extends Asked, T>(
  action: AuditAction,
  subjectOf: (input: O['input']) => Deed['subject'] & { organizationId?: string },
  act: (asked: O) => Promise<T>,
  madeOf: ((result: T) => Deed['subject']) | null = null,
): (asked: O) => Promise<T> {
  return async (asked) => {
    const { ctx, input } = asked;
    await spendDeed(ctx.app.limits, ctx.principal);
    const { organizationId, ...subject } = subjectOf(input);
    const detail = Object.fromEntries(Object.entries(input).filter(([name]) => !unkept.has(name)));
    const reason = 'reason' in input && typeof input.reason === 'string' ? input.reason : null;
    const place = organizationId === undefined ? {} : { organizationId };
    return record(ctx.app, actorOf(ctx), { action, subject, reason, detail, madeOf, ...place }, () => act(asked));
  };
}

export function actorOf({ principal, address, userAgent, requestId }: Asked['ctx']): Actor {
  return { userId: principal.userId, address, userAgent, requestId };
}
