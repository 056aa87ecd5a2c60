import type { Principal } from '#lib/contract/principals.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '../app-context.ts';
import { accessSandbox, listAccessible, type SandboxRow } from './access.ts';
import { readApprovers } from './approvers.ts';
import { presentSandbox } from './present.ts';

/** Three statements, however many sandboxes there are. */
export async function listSandboxes(app: AppContext, principal: Principal): Promise<{ sandboxes: Sandbox[] }> {
  return { sandboxes: await present(app, principal, await listAccessible(app, principal)) };
}

export async function readSandbox(app: AppContext, principal: Principal, sandboxId: string): Promise<Sandbox> {
  const [sandbox] = await present(app, principal, [await accessSandbox(app, principal, sandboxId)]);
  return must(sandbox, 'the sandbox that was asked for');
}

async function present(app: AppContext, principal: Principal, rows: SandboxRow[]): Promise<Sandbox[]> {
  const ids = rows.map((row) => row.id);
  const [bots, approvers] = await Promise.all([app.presenceOfBots(ids), readApprovers(app, ids)]);
  const beside = (id: string) => ({ bot: bots.get(id), approvers: approvers.get(id) });
  return rows.map((row) => presentSandbox(principal, row, beside(row.id)));
}
