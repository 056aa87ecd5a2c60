'use client';

import type { ComponentType } from 'react';
import { useEffect, useSyncExternalStore } from 'react';
import type { MarkdownProps } from './markdown.tsx';

let markdown: ComponentType<MarkdownProps> | null = null;
let isLoading = false;
const listeners = new Set<() => void>();

/** What draws Markdown, once it is there: it is a third of all code, and loaded with the first message that needs it. */
export function useMarkdown(isNeeded: boolean): ComponentType<MarkdownProps> | null {
  const loaded = useSyncExternalStore(
    subscribe,
    () => markdown,
    () => null,
  );
  useEffect(() => {
    if (isNeeded) load();
  }, [isNeeded]);
  return loaded;
}

/** Once for the page. What could not be loaded is asked for again with the next message: until then the text is plain. */
function load(): void {
  if (markdown !== null || isLoading) return;
  isLoading = true;
  import('./markdown.tsx')
    .then((module) => {
      markdown = module.Markdown;
      for (const listener of listeners) listener();
    })
    .catch(() => undefined)
    .finally(() => (isLoading = false));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
