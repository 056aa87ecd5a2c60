import type { Principal } from '#lib/contract/principals.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { AppContext } from '../app-context.ts';
import { listAccessible } from './access.ts';
import { readApprovers } from './approvers.ts';
import { presentSandbox } from './present.ts';

/** Three statements, however many sandboxes there are. */
export async function listSandboxes(app: AppContext, principal: Principal): Promise<{ sandboxes: Sandbox[] }> {
  const rows = await listAccessible(app, principal);
  const ids = rows.map((row) => row.id);
  const [bots, approvers] = await Promise.all([app.presenceOfBots(ids), readApprovers(app, ids)]);
  const beside = (id: string) => ({ bot: bots.get(id), approvers: approvers.get(id) });
  return { sandboxes: rows.map((row) => presentSandbox(principal, row, beside(row.id))) };
}
