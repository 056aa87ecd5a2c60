import { ulid } from 'ulid';
import { sandboxes } from '../db/schema/sandboxes.ts';
import type { Transaction } from '../db/transaction.ts';

/** The agent that comes with the box. What it flies and how it is called can be changed by its owner later. */
export async function provisionBuiltin(
  tx: Transaction,
  ownerId: string,
  { label, flag }: { label: string; flag: string } = { label: 'Guide', flag: 'G' },
): Promise<{ sandboxId: string }> {
  // The random part of an id is enough here, and short enough to be read and typed.
  const sandboxId = `builtin-${ulid().slice(-12).toLowerCase()}`;
  await tx.db
    .insert(sandboxes)
    .values({ id: sandboxId, ownerId, label, flag, runtime: 'builtin', status: 'provisioned' });
  return { sandboxId };
}
