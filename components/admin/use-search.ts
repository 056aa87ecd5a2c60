'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';

/** Long enough to type the next letter, short enough not to be waited for. */
const restMs = 250;
const name = 'search';

/**
 * What is looked for, in the address: it survives a reload and can be handed on. The field is ahead of the address by a
 * moment, so that a question is asked when somebody rests and not for every letter.
 */
export function useSearch() {
  const params = useSearchParams();
  const search = params.get(name) ?? '';
  const [typed, setTyped] = useState(search);

  useEffect(() => {
    if (typed.trim() === search) return;
    const timer = setTimeout(() => write(typed.trim()), restMs);
    return () => clearTimeout(timer);
  }, [typed, search]);

  return { search, typed, setTyped };
}

/** Without a step in the history: "back" leaves the page, not the last letter. */
function write(search: string): void {
  const url = new URL(location.href);
  if (search === '') url.searchParams.delete(name);
  else url.searchParams.set(name, search);
  window.history.replaceState(null, '', url);
}
