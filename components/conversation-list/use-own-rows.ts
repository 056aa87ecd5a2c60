'use client';

import { useMemo } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import { useSandboxes } from '#components/data/sandboxes.ts';
import { useOrganizationId } from '#components/shell/navigation.ts';

/** In an organization's chat, what its own agents take part in. A person's own chat has everything that is theirs to read. */
export function useOwnRows(rows: ConversationItem[] | null): ConversationItem[] | null {
  const organizationId = useOrganizationId();
  const sandboxes = useSandboxes();
  return useMemo(() => {
    if (organizationId === null || rows === null) return rows;
    const own = new Set(
      sandboxes.flatMap((sandbox) => (sandbox.organizationId === organizationId ? [sandbox.sandboxId] : [])),
    );
    return rows.filter((row) => own.has(row.sandboxId));
  }, [organizationId, rows, sandboxes]);
}
