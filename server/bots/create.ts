import type { CreatedBot } from '#lib/contract/bot-keys.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { CreateSandboxInput } from '#lib/contract/sandboxes.ts';
import type { AppContext } from '../app-context.ts';
import { addSandbox } from '../sandboxes/create.ts';
import { readSandbox } from '../sandboxes/list.ts';
import { insertKey } from './keys.ts';

/** An agent that somebody runs elsewhere: a place for it, a conversation to begin with, and the key that it comes with. */
export async function createBot(
  app: AppContext,
  principal: UserPrincipal,
  { label, organizationId }: CreateSandboxInput,
): Promise<CreatedBot> {
  const { sandboxId, conversationId, key } = await app.transaction(async (tx) => {
    const added = await addSandbox(app, tx, principal, { label, runtime: 'external', organizationId });
    return { ...added, key: await insertKey(app, tx, { sandboxId: added.sandboxId, name: 'First key' }) };
  });
  return { sandbox: await readSandbox(app, principal, sandboxId), conversationId, key };
}

/** For the audit log. */
export function madeBot({ sandbox }: CreatedBot): { kind: 'sandbox'; id: string } {
  return { kind: 'sandbox', id: sandbox.sandboxId };
}
