import type { UserPrincipal } from '#lib/contract/principals.ts';
import { recordRevocations } from '../accounts/revocations.ts';
import type { AppContext } from '../app-context.ts';
import type { Job } from '../jobs/runner.ts';
import { Fault, notFound } from '../errors.ts';
import { listAccessible } from './access.ts';
import { transition } from './status.ts';

/**
 * For good, with all that was said in it. From the first step on it can't be used any more; what a crash leaves is finished
 * by whoever asks again, or by a job, since each step finds what is still there.
 */
export async function destroySandbox(
  app: AppContext,
  principal: UserPrincipal,
  sandboxId: string,
): Promise<{ ok: true }> {
  const [sandbox] = await listAccessible(app, principal, [sandboxId], { isDestroyingToo: true });
  if (sandbox === undefined) throw notFound();
  if (!sandbox.mayManage) {
    throw new Fault('forbidden', 'Only its owner, or who runs the organization, may destroy an agent.');
  }
  await destroy(app, sandboxId);
  return { ok: true };
}

/** False: somebody else has begun it; what they leave is finished all the same. */
export async function destroy(app: AppContext, sandboxId: string): Promise<boolean> {
  const isFirst = await transition(app, sandboxId, { to: 'destroying' });
  await finishDestroying(app, sandboxId);
  return isFirst;
}

async function finishDestroying(app: AppContext, sandboxId: string): Promise<void> {
  for (const clear of app.onDestroy) await clear(sandboxId);
  await transition(app, sandboxId, { to: 'destroyed' });
  await endListening(app, sandboxId);
}

/** Its own log was open to all who could use it, so that they are told of the end; now that ends, too. */
async function endListening(app: AppContext, sandboxId: string): Promise<void> {
  const rows = await app.sql<{ id: string }[]>`
    select owner_id as id from sandboxes where id = ${sandboxId} and organization_id is null
    union select m.user_id from sandboxes s join organization_members m on m.organization_id = s.organization_id
      where s.id = ${sandboxId}`;
  await app.transaction((tx) =>
    recordRevocations(
      app,
      tx,
      rows.map(({ id }) => ({ kind: 'member', subject: id })),
    ),
  );
}

/** What a node left that stopped in the middle. */
export function finishDestructions(app: AppContext): Job {
  return {
    name: 'finish-destroying',
    cron: '*/5 * * * *',
    run: async () => {
      const rows = await app.sql<{ id: string }[]>`select id from sandboxes where status = 'destroying' order by id`;
      for (const { id } of rows) await finishDestroying(app, id);
    },
  };
}
