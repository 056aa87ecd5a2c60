'use client';

import type { RefObject } from 'react';
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { EmojiPicker } from './emoji-picker.tsx';

interface PopoverProps {
  title: string;
  beside: RefObject<HTMLElement | null>;
  onChoose: (emoji: string) => void;
  onClose: () => void;
}

/**
 * Beside what opened it, above everything: the log would cut it off. The browser's own popover closes on Esc and on a press
 * elsewhere; the focus goes back.
 */
export function EmojiPopover({ title, beside, onChoose, onClose }: PopoverProps) {
  const box = useRef<HTMLDivElement>(null);
  const close = useEffectEvent(onClose);
  useLayoutEffect(() => {
    const popover = box.current;
    const opener = beside.current;
    if (popover === null || opener === null) return;
    popover.showPopover();
    place(popover, opener.getBoundingClientRect());
    popover.querySelector('input')?.focus();
  }, [beside]);
  useEffect(() => {
    const popover = box.current;
    const opener = beside.current;
    const toggled = (event: ToggleEvent) => {
      if (event.newState === 'closed') close();
    };
    popover?.addEventListener('toggle', toggled);
    return () => {
      popover?.removeEventListener('toggle', toggled);
      if (popover?.contains(document.activeElement) === true || document.activeElement === document.body)
        opener?.focus();
    };
  }, [beside]);
  return (
    <div
      ref={box}
      popover="auto"
      role="dialog"
      aria-label={title}
      className="m-0 w-max rounded-float bg-raised text-ink shadow-pop"
    >
      <EmojiPicker
        title={title}
        onChoose={(emoji) => {
          onChoose(emoji);
          onClose();
        }}
      />
    </div>
  );
}

const gap = 6;

/** Under it where there is room, else over it; never beyond the window. */
function place(popover: HTMLElement, opener: DOMRect): void {
  const { width, height } = popover.getBoundingClientRect();
  const isBelow = opener.bottom + gap + height <= innerHeight;
  const top = isBelow ? opener.bottom + gap : Math.max(gap, opener.top - gap - height);
  const left = Math.min(Math.max(gap, opener.right - width), innerWidth - width - gap);
  Object.assign(popover.style, { position: 'fixed', inset: 'auto', top: `${top}px`, left: `${left}px` });
}
