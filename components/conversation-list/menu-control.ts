'use client';

import { useState } from 'react';
import type { Mode } from './use-conversation-mode.ts';

export interface MenuControl {
  isOpen: boolean;
  isByKey: boolean;
  open(isByKey: boolean): void;
  close(): void;
}

export interface MenuHandlers {
  setMode(mode: Mode): void;
  attempt(act: Promise<void>): Promise<boolean>;
}

/** A row's menu opens from its button, by the other mouse button and by a long press. */
export function useMenuControl(): MenuControl {
  const [state, setState] = useState<'closed' | 'by-key' | 'by-pointer'>('closed');
  return {
    isOpen: state !== 'closed',
    isByKey: state === 'by-key',
    open: (isByKey) => setState(isByKey ? 'by-key' : 'by-pointer'),
    close: () => setState('closed'),
  };
}
