import type { AuditAction } from '#lib/contract/audit.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { audited as record, type Deed } from '../audit/record.ts';
import { spendDeed } from '../limits.ts';
import { userAgentOf } from '../user-agent.ts';
import type { Call } from './route.ts';

interface AskedOfAgent<T> {
  action: AuditAction;
  /** With the agent that it is done to, unless it makes one. */
  input: { sandboxId?: string; deliveryId?: string; label?: string };
  madeOf?: (result: T) => Deed['subject'];
}

/** What is done to an agent over `/v1` leaves the same line in the audit log as what a page does. */
export async function audited<T>(
  call: Call,
  { userId }: UserPrincipal,
  { action, input, madeOf }: AskedOfAgent<T>,
  act: () => Promise<T>,
): Promise<T> {
  const { app, address, requestId } = call;
  await spendDeed(app.limits, { userId });
  const userAgent = userAgentOf(call.req.headers);
  const deed: Deed<T> = {
    action,
    subject: subjectOf(input),
    reason: null,
    detail: { ...input },
    madeOf: madeOf ?? null,
  };
  return record(app, { userId, address, userAgent, requestId }, deed, act);
}

function subjectOf({ sandboxId = '', deliveryId }: AskedOfAgent<never>['input']): Deed['subject'] {
  return deliveryId === undefined ? { kind: 'sandbox', id: sandboxId } : { kind: 'delivery', id: deliveryId };
}
