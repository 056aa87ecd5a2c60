'use client';

import { useSearchParams } from 'next/navigation';

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

/** One of a few answers; the first is the usual one, which needn't stand in the address. A foreign one counts as that. */
export function useFilter<Value extends string>(
  name: string,
  values: readonly [Value, ...Value[]],
): [value: Value, choose: (value: Value) => void] {
  const given = useSearchParams().get(name);
  const value = values.find((one) => one === given) ?? values[0];
  return [value, (chosen) => changeAddress({ [name]: chosen === values[0] ? null : chosen })];
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
