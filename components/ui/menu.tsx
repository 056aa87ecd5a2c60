'use client';

import type { MouseEvent, ReactNode, RefObject } from 'react';
import { useRef, useState } from 'react';
import { late } from './late.tsx';
import type { MenuItem } from './menu-item.ts';

const MenuList = late(async () => (await import('./menu-list.tsx')).MenuList);

/**
 * A few things to do behind one button. The list and the library that knows its keys are loaded when the pointer or the
 * focus comes near, so that no page waits for them.
 */
export function Menu({ label, items, children, side = 'bottom', className = 'inline-grid' }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const [isNear, setNear] = useState(false);
  const [isByKey, setByKey] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const near = () => setNear(true);
  return (
    <span className={`relative ${className}`}>
      {children({
        ref: trigger,
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        onPointerEnter: near,
        onFocus: near,
        // A press of a key is a click without a pointer.
        onClick: (event) => {
          setByKey(event.detail === 0);
          setOpen(true);
        },
      })}
      {(isNear || isOpen) && (
        <MenuList
          label={label}
          items={items}
          isOpen={isOpen}
          onOpenChange={setOpen}
          isByKey={isByKey}
          trigger={trigger}
          side={side}
        />
      )}
    </span>
  );
}

interface MenuTrigger {
  ref: RefObject<HTMLButtonElement | null>;
  'aria-haspopup': 'menu';
  'aria-expanded': boolean;
  onPointerEnter: () => void;
  onFocus: () => void;
  onClick: (event: MouseEvent) => void;
}

interface MenuProps {
  label: string;
  items: readonly MenuItem[];
  /** Draws the button; it has to pass on what it is given. */
  children: (trigger: MenuTrigger) => ReactNode;
  side?: 'top' | 'bottom';
  className?: string;
}
