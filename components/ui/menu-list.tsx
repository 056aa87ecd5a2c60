'use client';

import { Content, Item, Root, Trigger } from 'radix-ui/dropdown-menu';
import type { RefObject } from 'react';
import { useEffect, useRef } from 'react';
import type { MenuItem } from './menu-item.ts';

/**
 * Where the list stands is the button's own box, so an empty span over the button is all that the library gets to know of
 * it. The list stays in place in the document: inside of a modal dialog everything outside is out of reach.
 */
export function MenuList({ label, items, isOpen, onOpenChange, isByKey, trigger, side }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen || !isByKey) return;
    // After the library, which knows of the key only if it was already there when it was pressed.
    const frame = requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus());
    return () => cancelAnimationFrame(frame);
  }, [isOpen, isByKey]);
  return (
    <Root open={isOpen} onOpenChange={onOpenChange} modal={false}>
      <Trigger asChild>
        <span {...silent} className="pointer-events-none absolute inset-0" />
      </Trigger>
      <Content
        ref={list}
        side={side}
        align="start"
        sideOffset={4}
        collisionPadding={8}
        loop
        aria-labelledby={undefined}
        aria-label={label}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          trigger.current?.focus();
        }}
        onInteractOutside={(event) => {
          if (event.target instanceof Node && trigger.current?.contains(event.target) === true) event.preventDefault();
        }}
        className="z-20 grid min-w-44 rounded-block bg-raised p-1 text-ink shadow-pop data-[state=open]:animate-[fade-in_var(--t-base)_var(--settle)]"
      >
        {items.map((item) => (
          <Item
            key={item.label}
            onSelect={item.onChoose}
            className={`flex min-h-(--h-control) items-center gap-2.5 rounded-control px-2.5 type-ui outline-none data-highlighted:bg-hover data-highlighted:outline-2 data-highlighted:-outline-offset-2 data-highlighted:outline-line-strong ${item.isDanger === true ? 'text-danger' : ''}`}
          >
            {item.icon}
            {item.label}
          </Item>
        ))}
      </Content>
    </Root>
  );
}

/** The button says all this itself. */
const silent = {
  'aria-hidden': true,
  'aria-haspopup': undefined,
  'aria-expanded': undefined,
  'aria-controls': undefined,
} as const;

interface MenuListProps {
  label: string;
  items: readonly MenuItem[];
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Who came by key begins on the first item; who came with a pointer points. */
  isByKey: boolean;
  /** What gets the focus back. */
  trigger: RefObject<HTMLElement | null>;
  side: 'top' | 'bottom';
}
