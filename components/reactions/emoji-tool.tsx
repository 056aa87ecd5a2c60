'use client';

import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { late } from '#components/ui/late.tsx';

const EmojiPopover = late(async () => (await import('./emoji-popover.tsx')).EmojiPopover);

/** A button that all emoji are behind. They are loaded when it is pressed for the first time. */
export function EmojiTool({ label, title, onChoose, children }: EmojiToolProps) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <IconButton
        ref={button}
        label={label}
        tip="above"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </IconButton>
      {isOpen && <EmojiPopover title={title} beside={button} onChoose={onChoose} onClose={() => setOpen(false)} />}
    </>
  );
}

interface EmojiToolProps {
  label: string;
  /** What is asked for behind it. */
  title: string;
  onChoose: (emoji: string) => void;
  /** Its icon. */
  children: ReactNode;
}
