import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { sandboxContext } from '#lib/contexts.ts';
import type { AppContext } from '../app-context.ts';
import { Fault } from '../errors.ts';
import { accessManaged, type SandboxRow } from './access.ts';
import { readSandbox } from './list.ts';
import { transition } from './status.ts';
import { stop } from './stop.ts';

/** One that starts or runs already is left alone. */
export async function startSandbox(app: AppContext, principal: UserPrincipal, sandboxId: string): Promise<Sandbox> {
  const sandbox = await accessManaged(app, principal, sandboxId);
  if (sandbox.status === 'stopped') await start(app, sandbox);
  return readSandbox(app, principal, sandboxId);
}

/** What runs elsewhere is nothing that could be ended and begun from here. */
export async function restartSandbox(app: AppContext, principal: UserPrincipal, sandboxId: string): Promise<Sandbox> {
  const sandbox = await accessManaged(app, principal, sandboxId);
  await restart(app, sandbox, principal);
  return readSandbox(app, principal, sandboxId);
}

export async function restart(app: AppContext, sandbox: SandboxRow, by: UserPrincipal): Promise<void> {
  if (sandbox.runtime === 'external') {
    throw new Fault('impossible_value', 'It runs elsewhere, so that is where it is restarted. Here it can be stopped.');
  }
  await stop(app, sandbox.id, by);
  await start(app, sandbox);
}

/**
 * Who looks after the agents that come with the box finds it on being woken, and says when it runs. False: somebody else has
 * started it in this very moment.
 */
export async function start(app: AppContext, { id, runtime }: SandboxRow): Promise<boolean> {
  const isFirst = await transition(app, id, { to: 'starting' });
  // Somebody else runs it, and comes as soon as the doors are open.
  if (runtime === 'external') await transition(app, id, { to: 'running' });
  app.realtime.wake([sandboxContext(id)]);
  return isFirst;
}
