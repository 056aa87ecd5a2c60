'use client';

import type { FormEvent } from 'react';
import { useRef, useState } from 'react';

/** What is wrong with a field, in words; `form` is what belongs to none of them. */
export type Problems<Field extends string> = Partial<Record<Field | 'form', string>>;

/**
 * One submission at a time, and what came of it beside the fields. The first field in question gets the focus, so that
 * the sentence under it is read at once. `isDone` holds from a submission without problems until somebody types again;
 * with `clears` the fields are empty then.
 */
export function useForm<Field extends string>(
  submit: (data: FormData) => Promise<Problems<Field>>,
  { clears = false } = {},
) {
  const [busy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  const [problems, setProblems] = useState<Problems<Field>>({});
  const form = useRef<HTMLFormElement>(null);

  async function run(data: FormData) {
    setBusy(true);
    setDone(false);
    const found = await submit(data);
    const first = Object.keys(found)[0];
    setBusy(false);
    setProblems(found);
    setDone(first === undefined);
    if (first === undefined && clears) form.current?.reset();
    if (first !== undefined) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!busy) void run(new FormData(event.currentTarget));
  }

  /** What was said of a field is no longer true of what stands in it now. */
  function onInput({ target }: FormEvent<HTMLFormElement>) {
    setDone(false);
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
      setProblems((known) => without(known, target.name));
    }
  }

  return { busy, isDone, problems, form: { ref: form, onSubmit, onInput, noValidate: true } };
}

function without<Field extends string>(problems: Problems<Field>, field: string): Problems<Field> {
  return Object.fromEntries(Object.entries(problems).filter(([name]) => name !== field)) as Problems<Field>;
}

export function fieldText(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}
