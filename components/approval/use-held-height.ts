'use client';

import { useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Long enough to see what became of it. */
const heldMs = 4_000;
/** As the log counts "at the end". */
const atEndWithin = 24;

/**
 * A card that was answered keeps the height that it had, so that nothing on screen moves under a hand. It folds when it has left
 * the view or after a while, and only while the log is at its end, where everything that stands there stays in place below it.
 */
export function useHeldHeight(isOpen: boolean) {
  const card = useRef<HTMLDivElement>(null);
  const openHeight = useRef(0);
  const [wasOpen, setWasOpen] = useState(isOpen);
  const [isHeld, setHeld] = useState(false);
  if (wasOpen !== isOpen) {
    setWasOpen(isOpen);
    setHeld(!isOpen);
  }

  useLayoutEffect(() => {
    const element = card.current;
    if (element === null || !isOpen) return;
    const sizes = new ResizeObserver(() => (openHeight.current = element.offsetHeight));
    openHeight.current = element.offsetHeight;
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [isOpen]);

  useLayoutEffect(() => {
    const element = card.current;
    if (element === null || !isHeld) return;
    element.style.minHeight = `${openHeight.current}px`;
    return () => void element.style.removeProperty('min-height');
  }, [isHeld]);

  useEffect(() => {
    const element = card.current;
    if (element === null || !isHeld) return;
    return foldInTime(element, () => setHeld(false));
  }, [isHeld]);

  return { card, isHeld };
}

function foldInTime(card: HTMLElement, fold: () => void): () => void {
  const log = card.closest('[role=log]');
  let isDue = false;
  const tryIt = () => {
    if (isDue && (log === null || log.scrollHeight - log.scrollTop - log.clientHeight <= atEndWithin)) fold();
  };
  const due = () => {
    isDue = true;
    tryIt();
  };
  const timer = setTimeout(due, heldMs);
  const view = new IntersectionObserver(([entry]) => entry?.isIntersecting === false && due());
  view.observe(card);
  log?.addEventListener('scroll', tryIt, { passive: true });
  return () => {
    clearTimeout(timer);
    view.disconnect();
    log?.removeEventListener('scroll', tryIt);
  };
}
