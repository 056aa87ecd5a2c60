import { ulid } from 'ulid';
import { sandboxes } from '../db/schema/sandboxes.ts';
import type { Transaction } from '../db/transaction.ts';

export interface NewSandbox {
  label: string;
  flag: string;
  runtime: 'builtin' | 'external';
  /** Without one it is its owner's alone. */
  organizationId?: string | null | undefined;
}

/** Of the kind that comes with the box, which is started then; one that runs elsewhere has nothing here to start. */
const beginsAs = { builtin: 'provisioned', external: 'running' } as const;

/** How it is called can be changed later. */
export async function provision(
  tx: Transaction,
  ownerId: string,
  { organizationId = null, label, flag, runtime }: NewSandbox,
): Promise<{ sandboxId: string }> {
  // The random part of an id is enough here, and short enough to be read and typed.
  const sandboxId = `${runtime}-${ulid().slice(-12).toLowerCase()}`;
  await tx.db
    .insert(sandboxes)
    .values({ id: sandboxId, ownerId, organizationId, label, flag, runtime, status: beginsAs[runtime] });
  return { sandboxId };
}
