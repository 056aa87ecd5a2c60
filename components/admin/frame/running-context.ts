'use client';

import { createContext } from 'react';
import type { Running } from '#lib/contract/admin/overview.ts';

/** What runs here, as the operator's layout has read it. */
export const RunningContext = createContext<Running | null>(null);
