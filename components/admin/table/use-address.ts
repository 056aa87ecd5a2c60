'use client';

import { useSearchParams } from 'next/navigation';
import { useState } from 'react';

/**
 * What a list shows stands in the address, so that it survives a reload and can be handed on. Without a step in the history:
 * "back" leaves the page, not the last filter. Whatever changes what is listed begins at its beginning.
 */
export function changeAddress(changes: Record<string, string | null>): void {
  window.history.replaceState(null, '', changed({ [cursorName]: null, ...changes }));
}

/** Another page of the same list is a step: "back" is the page before. */
export function stepTo(cursor: string | null): void {
  window.history.pushState(null, '', changed({ [cursorName]: cursor }));
}

const cursorName = 'cursor';

/** Where in the list the page begins. */
export function useCursor(): string | null {
  return useSearchParams().get(cursorName);
}

/**
 * One of a few answers; the first is the usual one, which needn't stand in the address. A foreign one counts as that. What
 * was chosen holds at once: the address follows a moment later, and a control must not jump back until then.
 */
export function useFilter<Value extends string>(
  name: string,
  values: readonly [Value, ...Value[]],
): [value: Value, choose: (value: Value) => void] {
  const given = useSearchParams().get(name);
  const [ahead, setAhead] = useState<{ value: Value; of: string | null } | null>(null);
  if (ahead !== null && ahead.of !== given) setAhead(null);
  const choose = (value: Value) => {
    setAhead({ value, of: given });
    changeAddress({ [name]: value === values[0] ? null : value });
  };
  const isAhead = ahead !== null && ahead.of === given;
  return [isAhead ? ahead.value : (values.find((one) => one === given) ?? values[0]), choose];
}

/** Any words, "" when there are none. */
export function useWords(name: string): string {
  return useSearchParams().get(name) ?? '';
}

function changed(changes: Record<string, string | null>): URL {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url;
}
