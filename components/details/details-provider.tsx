'use client';

import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { keepDetailsDocked } from '#components/look/details-docked.ts';
import { DetailsContext } from './details-context.ts';

/** The choice to have it beside the conversation is kept; that it lies over one is only for now. */
export function DetailsProvider({ isDocked: wasDocked, children }: { isDocked: boolean; children: ReactNode }) {
  const [isDocked, setDocked] = useState(wasDocked);
  const [isSheet, setSheet] = useState(false);
  const state = useMemo(
    () => ({
      isDocked,
      setDocked(next: boolean) {
        setDocked(next);
        keepDetailsDocked(next);
      },
      isSheet,
      setSheet,
    }),
    [isDocked, isSheet],
  );
  return <DetailsContext value={state}>{children}</DetailsContext>;
}
