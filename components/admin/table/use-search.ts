'use client';

import { useEffect, useState } from 'react';
import { changeAddress, useWords } from './use-address.ts';

/** Long enough to type the next letter, short enough not to be waited for. */
const restMs = 250;

/** The field is ahead of the address by a moment, so that a question is asked when somebody rests and not for every letter. */
export function useSearch(name = 'search') {
  const search = useWords(name);
  const [typed, setTyped] = useState(search);

  useEffect(() => {
    if (typed.trim() === search) return;
    const timer = setTimeout(() => changeAddress({ [name]: typed.trim() }), restMs);
    return () => clearTimeout(timer);
  }, [name, typed, search]);

  return { search, typed, setTyped };
}
