'use client';

import { useEffect, useEffectEvent, useState } from 'react';

/**
 * Files that are dragged over the window, wherever in it. Each element under way is entered before the last one is left,
 * so the depth is counted: by single events the overlay would come and go with every line of text that is crossed. Where no
 * files are taken they are let fall: the browser would open them in the place of the page.
 */
export function useFileDrop(onFiles: ((files: readonly File[]) => void) | null): boolean {
  const [isOver, setOver] = useState(false);
  const take = useEffectEvent((files: readonly File[]) => onFiles?.(files));
  useEffect(() => {
    let depth = 0;
    const to = (value: number) => {
      depth = Math.max(0, value);
      setOver(depth > 0);
    };
    const enter = (event: DragEvent) => hasFiles(event) && to(depth + 1);
    const leave = (event: DragEvent) => hasFiles(event) && to(depth - 1);
    const over = (event: DragEvent) => hasFiles(event) && event.preventDefault();
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      to(0);
      take(filesOf(event));
    };
    const ends = new AbortController();
    const { signal } = ends;
    document.addEventListener('dragenter', enter, { signal });
    document.addEventListener('dragleave', leave, { signal });
    document.addEventListener('dragover', over, { signal });
    document.addEventListener('drop', drop, { signal });
    return () => ends.abort();
  }, []);
  return isOver && onFiles !== null;
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}

/** A folder is no file: what it would be sent as can't be read. */
function filesOf({ dataTransfer }: DragEvent): File[] {
  return [...(dataTransfer?.items ?? [])].flatMap((item) =>
    item.webkitGetAsEntry()?.isDirectory === true ? [] : (item.getAsFile() ?? []),
  );
}
