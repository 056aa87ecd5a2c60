'use client';

import type { ReactNode } from 'react';
import { createContext, use } from 'react';

/** What the server accepts, told by it: the contract's schemas would be a large download for one number. */
export interface Limits {
  textMax: number;
}

const LimitsContext = createContext<Limits>({ textMax: 0 });

export function LimitsProvider({ limits, children }: { limits: Limits; children: ReactNode }) {
  return <LimitsContext value={limits}>{children}</LimitsContext>;
}

export function useLimits(): Limits {
  return use(LimitsContext);
}
