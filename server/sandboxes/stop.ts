import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { AppContext } from '../app-context.ts';
import { accessManaged } from './access.ts';
import { readSandbox } from './list.ts';
import { transition } from './status.ts';

/** Until it is started again it hears and says nothing. What people write to it meanwhile waits for it. */
export async function stopSandbox(app: AppContext, principal: UserPrincipal, sandboxId: string): Promise<Sandbox> {
  await accessManaged(app, principal, sandboxId);
  await stop(app, sandboxId, principal);
  return readSandbox(app, principal, sandboxId);
}

/** Also of one that is stopped: a crash may have left it half-way. False: it was stopped already. */
export async function stop(app: AppContext, sandboxId: string, { userId }: UserPrincipal): Promise<boolean> {
  const isFirst = await transition(app, sandboxId, { to: 'stopped', by: userId });
  for (const end of app.onStop) await end(sandboxId);
  return isFirst;
}
