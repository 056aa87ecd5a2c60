import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { SandboxRow } from './access.ts';

export interface BotPresenceReport {
  presence: Sandbox['bot']['presence'];
  at: number | null;
}

export function presentSandbox(row: SandboxRow, bot: BotPresenceReport | undefined): Sandbox {
  return {
    sandboxId: row.id,
    organizationId: row.organizationId,
    label: row.label,
    flag: row.flag,
    runtime: row.runtime,
    status: row.status,
    bot: bot ?? { presence: 'unknown', at: null },
  };
}
