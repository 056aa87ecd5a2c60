'use client';

import { useEffect, useState } from 'react';
import type { Message } from '#lib/contract/chat.ts';
import { isPlain } from '#lib/chat/is-plain.ts';
import { textOfBlocks } from '#lib/chat/text-of-blocks.ts';
import { useMarkdown } from './load-markdown.ts';

/** Longer than the code takes over a slow line; then the words are shown as they were typed, and change once. */
const patienceMs = 1_500;

/** As many of the newest as can be in sight at once. */
const inSight = 20;

/** Whether the end of a log can be drawn as it will stay: the first Markdown would change the height of every row. */
export function useTextReady(messages: readonly Message[]): boolean {
  const [isNeeded] = useState(() =>
    messages.slice(-inSight).some(({ content, mentions }) => mentions.length > 0 || !isPlain(textOfBlocks(content))),
  );
  const isLoaded = useMarkdown(isNeeded) !== null;
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isNeeded || isLoaded) return;
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isNeeded, isLoaded]);
  return !isNeeded || isLoaded || isLate;
}
