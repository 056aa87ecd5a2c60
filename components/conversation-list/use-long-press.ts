'use client';

import type { MouseEvent, TouchEvent } from 'react';
import { useEffect, useRef } from 'react';

/** As long as the systems themselves wait before a press counts as a long one. */
const longMs = 500;
/** A finger that goes further than this scrolls. */
const stillPx = 10;

/**
 * The other mouse button, the key for menus and a long press, which some systems tell as the former and some don't. The
 * press that opened something is no press on what lies under it.
 */
export function useLongPress(onPress: () => void) {
  const press = useRef({ timer: 0, x: 0, y: 0, wasLong: false });
  const stop = () => window.clearTimeout(press.current.timer);
  useEffect(() => stop, []);
  const open = () => {
    stop();
    press.current.wasLong = true;
    onPress();
  };
  return {
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault();
      open();
    },
    onTouchStart: ({ touches }: TouchEvent) => {
      const touch = touches[0];
      if (touch === undefined || touches.length > 1) return;
      stop();
      press.current = { timer: window.setTimeout(open, longMs), x: touch.clientX, y: touch.clientY, wasLong: false };
    },
    onTouchMove: ({ touches }: TouchEvent) => {
      const touch = touches[0];
      const { x, y } = press.current;
      if (touch === undefined || Math.hypot(touch.clientX - x, touch.clientY - y) > stillPx) stop();
    },
    onTouchEnd: (event: TouchEvent) => {
      stop();
      if (press.current.wasLong) event.preventDefault();
      press.current.wasLong = false;
    },
    onTouchCancel: stop,
  };
}
