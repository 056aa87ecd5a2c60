'use client';

import { useState } from 'react';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { FormProblem } from './form-problem.tsx';
import { refusal } from './refusal.ts';
import { fieldText, useForm } from './use-form.ts';

/** Closed until it is asked for; then what is typed says that this one is meant. Closed again, the focus is where it was. */
export function TypedDeed({ why, open, ...deed }: TypedDeedProps) {
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const keep = () => {
    setOpen(false);
    setWasOpen(true);
  };
  return (
    <Section title={deed.act} lede={why}>
      {isOpen ? (
        <TypedForm {...deed} onKeep={keep} />
      ) : (
        <Button kind="danger" autoFocus={wasOpen} onClick={() => setOpen(true)}>
          {open}
        </Button>
      )}
    </Section>
  );
}

function TypedForm({ act, acting, label, wanted, wrong, onSure, onKeep }: TypedFormProps) {
  const { form, busy, problems } = useForm<'typed'>(async (data) => {
    if (fieldText(data, 'typed').trim() !== wanted) return { typed: wrong };
    return onSure().then(
      () => ({}),
      (error: unknown) => refusal(error, ['typed']),
    );
  });
  return (
    <form {...form} className="grid max-w-[400px] gap-4">
      <TextField
        label={label}
        name="typed"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        problem={problems.typed}
      />
      <FormProblem>{problems.form}</FormProblem>
      <div className="flex flex-wrap gap-2">
        <Button kind="danger-fill" type="submit" busy={busy} className="whitespace-normal! wrap-anywhere">
          {busy ? acting : act}
        </Button>
        <Button onClick={onKeep}>{pageText.settings.keep}</Button>
      </div>
    </form>
  );
}

interface Deed {
  /** What it does, with the name of what it is done to. */
  act: string;
  acting: string;
  label: string;
  /** What has to be typed. */
  wanted: string;
  wrong: string;
  onSure: () => Promise<void>;
}

interface TypedFormProps extends Deed {
  onKeep: () => void;
}

interface TypedDeedProps extends Deed {
  why: string;
  open: string;
}
