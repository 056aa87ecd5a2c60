'use client';

import { Ellipsis } from 'lucide-react';
import type { RefObject } from 'react';
import { useRef, useState } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import { late } from '#components/ui/late.tsx';
import type { MenuControl, MenuHandlers } from './menu-control.ts';

const ConversationMenuList = late(async () => (await import('./conversation-menu-list.tsx')).ConversationMenuList);

/** The list of things to do comes when the pointer or the focus comes near, so that no page waits for it. */
export function ConversationMenu({ row, control, label, tabIndex, focusBack, className, ...handlers }: MenuProps) {
  const [isNear, setNear] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const near = () => setNear(true);
  return (
    <>
      <button
        ref={trigger}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={control.isOpen}
        tabIndex={tabIndex}
        onPointerEnter={near}
        onFocus={near}
        // A press of a key is a click without a pointer.
        onClick={(event) => control.open(event.detail === 0)}
        className={className}
      >
        <Ellipsis aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </button>
      {(isNear || control.isOpen) && (
        <ConversationMenuList row={row} label={label} control={control} trigger={focusBack ?? trigger} {...handlers} />
      )}
    </>
  );
}

interface MenuProps extends MenuHandlers {
  row: ConversationItem;
  control: MenuControl;
  label: string;
  tabIndex?: number;
  /** What gets the focus when the menu closes, where it isn't the button. */
  focusBack?: RefObject<HTMLElement | null>;
  className: string;
}
