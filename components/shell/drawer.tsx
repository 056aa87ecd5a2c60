'use client';

import type { MouseEvent, ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { text } from '#components/text/text.ts';

/** A modal dialog from the left edge. The browser keeps the focus in it, closes it on Esc and gives the focus back. */
export function Drawer({ isOpen, onClose, children }: DrawerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);

  const closeOnScrim = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose();
  };
  return (
    // The key press that goes with the click on the scrim is Esc, and the dialog has that.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      aria-label={text.shell.conversations}
      onClose={onClose}
      onClick={closeOnScrim}
      className="m-0 h-dvh max-h-none w-(--w-sidebar) max-w-none bg-desk shadow-dialog backdrop:bg-scrim open:animate-[come-in-from-left_var(--t-base)_var(--settle)] md:hidden"
    >
      {isOpen && children}
    </dialog>
  );
}

interface DrawerProps {
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}
