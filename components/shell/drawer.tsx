'use client';

import type { ReactNode } from 'react';
import { text } from '#components/text/text.ts';
import { Modal } from '#components/ui/modal.tsx';

/** The list on a phone: over the conversation, from the left edge. */
export function Drawer({ isOpen, onClose, children }: DrawerProps) {
  return (
    <Modal
      isOpen={isOpen}
      onClose={onClose}
      closesAt="(min-width: 48rem)"
      aria-label={text.shell.conversations}
      className="m-0 h-dvh w-(--w-sidebar) bg-desk p-0 open:animate-[come-in-from-left_var(--t-base)_var(--settle)]"
    >
      {children}
    </Modal>
  );
}

interface DrawerProps {
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}
