'use client';

import type { ReactNode } from 'react';
import { createContext, use, useCallback, useEffect, useState } from 'react';
import { LinkButton } from './link-button.tsx';

export interface Toast {
  says: string;
  undo: { label: string; run: () => void };
}

/** Long enough to read a line and to reach for the button. */
const shownMs = 8_000;

const ToastContext = createContext<(toast: Toast) => void>(() => undefined);

/** Says what has just happened elsewhere than where one looks, with a way back. Never an error, never "Saved". */
export function useToast(): (toast: Toast) => void {
  return use(ToastContext);
}

/** One at a time, at the bottom left. The region is there before the words, or a screen reader misses them. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<(Toast & { key: number }) | null>(null);
  const show = useCallback((toast: Toast) => setShown((last) => ({ ...toast, key: (last?.key ?? 0) + 1 })), []);
  return (
    <ToastContext value={show}>
      {children}
      <div
        role="status"
        className="pointer-events-none fixed bottom-[max(16px,env(safe-area-inset-bottom))] left-4 z-30 max-w-[calc(100vw-32px)]"
      >
        {shown !== null && <ToastCard key={shown.key} toast={shown} onGone={() => setShown(null)} />}
      </div>
    </ToastContext>
  );
}

function ToastCard({ toast, onGone }: { toast: Toast; onGone: () => void }) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(onGone, shownMs);
    return () => clearTimeout(timer);
  }, [isHeld, onGone]);
  const hold = () => setHeld(true);
  const release = () => setHeld(false);
  return (
    <div
      onPointerEnter={hold}
      onPointerLeave={release}
      onFocus={hold}
      onBlur={release}
      className="pointer-events-auto flex w-max max-w-full animate-[fade-in_var(--t-base)_var(--settle)] items-center gap-3 rounded-block bg-raised px-3 py-2.5 text-ink shadow-pop"
    >
      {toast.says}
      <LinkButton
        onClick={() => {
          toast.undo.run();
          onGone();
        }}
      >
        {toast.undo.label}
      </LinkButton>
    </div>
  );
}
