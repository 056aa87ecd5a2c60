'use client';

import type { RefObject } from 'react';
import { useEffect, useState } from 'react';

/** How long a finger rests before it means more than a touch, and how far it may tremble meanwhile. */
const longPressMs = 450;
const trembleMax = 10;

interface ActiveRow {
  /** The row under the pointer or with the focus: it gets the tools. */
  active: string | null;
  /** The row that a finger rests on. */
  pressed: string | null;
  release: () => void;
}

/** Which message somebody means. Listened to once for the whole log, so that rows cost nothing. */
export function useActiveRow(scroller: RefObject<HTMLElement | null>): ActiveRow {
  const [active, setActive] = useState<string | null>(null);
  const [pressed, setPressed] = useState<string | null>(null);

  useEffect(() => {
    const view = scroller.current;
    if (view === null) return;
    const ends = new AbortController();
    const on = <K extends keyof HTMLElementEventMap>(name: K, listener: (event: HTMLElementEventMap[K]) => void) =>
      view.addEventListener(name, listener, { signal: ends.signal });
    // What was opened from the tools keeps them where they are.
    const isHeld = () => view.querySelector('[data-tools] [aria-expanded=true]') !== null;
    on('pointerover', ({ pointerType, target }) => {
      if (pointerType === 'mouse' && !isHeld()) setActive(keyAt(target));
    });
    on('pointerleave', ({ pointerType }) => {
      if (pointerType === 'mouse' && !isHeld()) setActive(keyAt(document.activeElement));
    });
    on('focusin', ({ target }) => {
      const isByKey = target instanceof HTMLElement && target.matches(':focus-visible');
      if (isByKey) setActive(keyAt(target));
    });
    on('focusout', ({ relatedTarget }) => {
      if (!isHeld() && !(relatedTarget instanceof Node && view.contains(relatedTarget))) setActive(null);
    });
    on('keydown', enterRow);
    listenForLongPress(view, setPressed, ends.signal);
    return () => ends.abort();
  }, [scroller]);

  return { active, pressed, release: () => setPressed(null) };
}

/** Enter goes from a message into it: to its tools, or to the first thing in it that can be used. */
function enterRow(event: KeyboardEvent): void {
  const article = event.target;
  if (event.key !== 'Enter' || !(article instanceof HTMLElement) || article.tagName !== 'ARTICLE') return;
  event.preventDefault();
  const inside = article.querySelector<HTMLElement>('[data-tools] button') ?? article.querySelector('a, button');
  inside?.focus();
}

function listenForLongPress(view: HTMLElement, onPress: (key: string | null) => void, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from: { x: number; y: number } | null = null;
  const stop = () => {
    clearTimeout(timer);
    from = null;
  };
  const begin = ({ pointerType, target, clientX, clientY }: PointerEvent) => {
    const key = keyAt(target);
    // A link and a button have a meaning of their own for a finger that rests.
    if (pointerType === 'mouse' || key === null || (target instanceof Element && target.closest('a, button'))) return;
    from = { x: clientX, y: clientY };
    timer = setTimeout(() => {
      swallowClick();
      onPress(key);
    }, longPressMs);
  };
  const move = ({ clientX, clientY }: PointerEvent) => {
    if (from !== null && Math.hypot(clientX - from.x, clientY - from.y) > trembleMax) stop();
  };
  view.addEventListener('pointerdown', begin, { signal });
  view.addEventListener('pointermove', move, { signal });
  // A hand that scrolls cancels the pointer; a log that grows under it scrolls too, and means nothing.
  for (const name of ['pointerup', 'pointercancel'] as const) view.addEventListener(name, stop, { signal });
  // The browser's own menu would lie over the sheet.
  view.addEventListener('contextmenu', (event) => from !== null && event.preventDefault(), { signal });
  signal.addEventListener('abort', stop);
}

/** The finger that has said what it meant still has to go up: that is no press on what lies under it by then. */
function swallowClick(): void {
  const ends = new AbortController();
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    ends.abort();
  };
  document.addEventListener('click', swallow, { capture: true, signal: ends.signal });
  document.addEventListener('pointerdown', () => ends.abort(), { capture: true, signal: ends.signal });
}

/** Of a message's row: days and the unread line have nothing to be done with. */
function keyAt(target: EventTarget | null): string | null {
  if (!(target instanceof Element)) return null;
  const article = target.closest('article');
  return article?.parentElement?.dataset['key'] ?? null;
}
