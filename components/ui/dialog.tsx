'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId } from 'react';
import { text } from '#components/text/text.ts';
import { IconButton } from './icon-button.tsx';
import { Modal } from './modal.tsx';

/** A question that can't be asked in place. Its buttons stand at the end, the strong one last. */
export function Dialog({ title, isOpen, onClose, actions, children }: DialogProps) {
  const id = useId();
  return (
    <Modal
      isOpen={isOpen}
      onClose={onClose}
      aria-labelledby={id}
      className="m-auto w-[min(480px,calc(100vw-24px))] rounded-float bg-raised p-0"
    >
      <div className="grid max-h-[calc(100dvh-48px)] grid-rows-[auto_minmax(0,1fr)_auto]">
        <header className="flex items-start gap-2 pt-4 pr-3 pl-5">
          <h2 id={id} className="min-w-0 flex-1 py-0.5 type-title wrap-anywhere">
            {title}
          </h2>
          <IconButton label={text.parts.close} onClick={onClose}>
            <X className="size-4" strokeWidth={1.75} />
          </IconButton>
        </header>
        <div className="grid gap-4 overflow-y-auto px-5 pt-2 pb-4">{children}</div>
        {actions !== undefined && <footer className="flex flex-wrap justify-end gap-2 px-5 pb-5">{actions}</footer>}
      </div>
    </Modal>
  );
}

interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** Buttons; what destroys is a `danger-fill` with what it destroys in its words. */
  actions?: ReactNode;
  children: ReactNode;
}
