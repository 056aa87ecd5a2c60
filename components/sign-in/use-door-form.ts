'use client';

import type { FormEvent } from 'react';
import { useRef, useState } from 'react';

/** What is wrong with a field, in words; `form` is what belongs to none of them. */
export type Problems<Field extends string> = Partial<Record<Field | 'form', string>>;

/**
 * One submission at a time, and what came of it beside the fields. The first field in question gets the focus, so that
 * the sentence under it is read at once.
 */
export function useDoorForm<Field extends string>(submit: (data: FormData) => Promise<Problems<Field>>) {
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<Problems<Field>>({});
  const form = useRef<HTMLFormElement>(null);

  async function run(data: FormData) {
    setBusy(true);
    const found = await submit(data);
    setBusy(false);
    setProblems(found);
    const first = Object.keys(found)[0];
    if (first !== undefined) form.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!busy) void run(new FormData(event.currentTarget));
  }

  return { form, busy, problems, onSubmit };
}

export function fieldText(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}
