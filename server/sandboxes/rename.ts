import { sql } from 'drizzle-orm';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { AppContext } from '../app-context.ts';
import { append } from '../realtime/event-log.ts';
import { accessManaged } from './access.ts';
import { readSandbox } from './list.ts';

/** It keeps its flag: people have learned to find it by that. Whoever may use it has the new name at once. */
export async function renameSandbox(
  app: AppContext,
  principal: UserPrincipal,
  { sandboxId, label }: { sandboxId: string; label: string },
): Promise<Sandbox> {
  await accessManaged(app, principal, sandboxId);
  await app.transaction(async (tx) => {
    await tx.db.execute(sql`update sandboxes set label = ${label} where id = ${sandboxId}`);
    await append(tx, { kind: 'sandbox', sandboxId }, { type: 'sandbox.renamed', payload: { sandboxId } });
  });
  return readSandbox(app, principal, sandboxId);
}
