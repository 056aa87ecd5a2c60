import type { Principal } from '#lib/contract/principals.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { AppContext } from '../app-context.ts';
import { listAccessible } from './access.ts';
import { presentSandbox } from './present.ts';

/** Two statements, however many sandboxes there are. */
export async function listSandboxes(app: AppContext, principal: Principal): Promise<{ sandboxes: Sandbox[] }> {
  const rows = await listAccessible(app, principal);
  const bots = await app.presenceOfBots(rows.map((row) => row.id));
  return { sandboxes: rows.map((row) => presentSandbox(row, bots.get(row.id))) };
}
