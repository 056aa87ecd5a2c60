import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault } from '#server/errors.ts';
import { accessAny } from '#server/sandboxes/access.ts';
import { destroy } from '#server/sandboxes/destroy.ts';
import { restart, start } from '#server/sandboxes/start.ts';
import { stop } from '#server/sandboxes/stop.ts';

const done = { ok: true } as const;
type Done = typeof done;

/*
 * What an operator does to anybody's agent, by the domain's own commands. Of two operators who do the same in the same
 * moment, one does it, and the other one is told.
 */

export async function startForOperator(app: AppContext, sandboxId: string): Promise<Done> {
  const sandbox = await accessAny(app, sandboxId);
  if (sandbox.status === 'running') throw new Fault('conflict', 'It runs already.');
  if (!(await start(app, sandbox))) throw new Fault('conflict', 'It is being started already.');
  return done;
}

export async function stopForOperator(app: AppContext, principal: UserPrincipal, sandboxId: string): Promise<Done> {
  const sandbox = await accessAny(app, sandboxId);
  if (!(await stop(app, sandbox.id, principal))) throw new Fault('conflict', 'It is stopped already.');
  return done;
}

export async function restartForOperator(app: AppContext, principal: UserPrincipal, sandboxId: string): Promise<Done> {
  await restart(app, await accessAny(app, sandboxId), principal);
  return done;
}

export async function destroyForOperator(app: AppContext, sandboxId: string): Promise<Done> {
  const sandbox = await accessAny(app, sandboxId);
  if (!(await destroy(app, sandbox.id))) throw new Fault('conflict', 'It is being destroyed already.');
  return done;
}
