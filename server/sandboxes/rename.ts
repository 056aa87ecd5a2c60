import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { AppContext } from '../app-context.ts';
import { accessManaged } from './access.ts';
import { readSandbox } from './list.ts';

/** It keeps its flag: people have learned to find it by that. */
export async function renameSandbox(
  app: AppContext,
  principal: UserPrincipal,
  { sandboxId, label }: { sandboxId: string; label: string },
): Promise<Sandbox> {
  await accessManaged(app, principal, sandboxId);
  await app.sql`update sandboxes set label = ${label} where id = ${sandboxId}`;
  return readSandbox(app, principal, sandboxId);
}
