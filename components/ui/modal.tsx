'use client';

import type { MouseEvent, ReactNode } from 'react';
import { useEffect, useRef } from 'react';

/**
 * Stands over the page until it is answered. The browser's own dialog: it keeps the focus in, closes on Esc and gives the
 * focus back to what opened it; a press beside it closes it too. What is in it exists only while it is open.
 */
export function Modal({ isOpen, onClose, className, children, ...name }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen && dialog.current?.open === false) dialog.current.showModal();
    if (!isOpen) dialog.current?.close();
  }, [isOpen]);

  const closeOnScrim = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose();
  };
  return (
    // The key press that goes with the click on the scrim is Esc, and the dialog has that.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      {...name}
      onClose={onClose}
      onClick={closeOnScrim}
      className={`max-h-none max-w-none text-ink shadow-dialog backdrop:bg-scrim ${className}`}
    >
      {isOpen && children}
    </dialog>
  );
}

interface ModalProps {
  isOpen: boolean;
  onClose: () => void;
  'aria-label'?: string;
  'aria-labelledby'?: string;
  className: string;
  children: ReactNode;
}
