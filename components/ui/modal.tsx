'use client';

import type { MouseEvent, ReactNode } from 'react';
import { useEffect, useEffectEvent, useRef } from 'react';

/**
 * Stands over the page until it is answered. The browser's own dialog: it keeps the focus in, closes on Esc and gives the
 * focus back to what opened it; a press beside it closes it too. What is in it exists only while it is open; what has
 * `data-begin` has the focus first.
 */
export function Modal({ isOpen, onClose, closesAt, className, children, ...name }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useClosing(isOpen && closesAt !== undefined ? closesAt : null, onClose);
  useEffect(() => {
    if (isOpen && dialog.current?.open === false) {
      dialog.current.showModal();
      // The browser would begin with what stands first, which is the way out.
      dialog.current.querySelector<HTMLElement>('[data-begin]')?.focus();
    }
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
  /** The width from which what is in it has a place on the page, as a media query. */
  closesAt?: string;
  'aria-label'?: string;
  'aria-labelledby'?: string;
  className: string;
  children: ReactNode;
}

/** A modal dialog that only CSS hides would leave a page that nothing can press. */
function useClosing(query: string | null, onClose: () => void): void {
  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (query === null) return;
    const room = matchMedia(query);
    const check = () => room.matches && close();
    check();
    room.addEventListener('change', check);
    return () => room.removeEventListener('change', check);
  }, [query]);
}
