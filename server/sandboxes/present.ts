import type { Principal } from '#lib/contract/principals.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { SandboxRow } from './access.ts';
import type { Approver } from './approvers.ts';

export interface BotPresenceReport {
  presence: Sandbox['bot']['presence'];
  at: number | null;
}

/** What is known beside the row, where it is known. */
interface Beside {
  bot: BotPresenceReport | undefined;
  approvers: Approver[] | undefined;
}

export function presentSandbox(principal: Principal, row: SandboxRow, { bot, approvers = [] }: Beside): Sandbox {
  return {
    sandboxId: row.id,
    organizationId: row.organizationId,
    label: row.label,
    ownerName: row.ownerName,
    flag: row.flag,
    runtime: row.runtime,
    status: row.status,
    statusReason: row.statusReason,
    bot: bot ?? { presence: 'unknown', at: null },
    mayDecide: principal.kind === 'user' && approvers.some(({ userId }) => userId === principal.userId),
    approvers: approvers.map(({ displayName }) => displayName),
    mayManage: row.mayManage,
  };
}
