'use client';

import { useState } from 'react';
import { FormEnd } from '#components/form/form-end.tsx';
import { refusal } from '#components/form/refusal.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { pageText } from '#components/text/page-text.ts';
import { TextField } from '#components/ui/text-field.tsx';
import { type KeyRing, useCreateKey } from './keys-data.ts';
import { SecretOnce } from './secret-once.tsx';

/** Asks for a name; then the key stands in the form's place until the person says that they have it. */
export function CreateKey({ ring }: { ring: KeyRing }) {
  const creation = useCreateKey(ring);
  const [hadOne, setHadOne] = useState(false);
  const made = creation.data;
  const { form, busy, problems } = useForm<'name'>(async (data) => {
    const name = fieldText(data, 'name').trim();
    if (name === '') return { name: pageText.keys.needName };
    return creation.mutateAsync(name).then(
      () => ({}),
      (error: unknown) => refusal(error, ['name']),
    );
  });
  if (made !== undefined) {
    return (
      <SecretOnce
        title={pageText.keys.created(made.name)}
        secret={made.key}
        done={pageText.keys.done}
        onDone={() => {
          setHadOne(true);
          creation.reset();
        }}
      >
        {pageText.keys.once}
      </SecretOnce>
    );
  }
  return (
    <form {...form} className="grid max-w-[400px] gap-4">
      <TextField
        label={pageText.keys.name}
        hint={pageText.keys.nameWhy}
        name="name"
        autoComplete="off"
        maxLength={80}
        autoFocus={hadOne}
        required
        problem={problems.name}
      />
      <FormEnd problem={problems.form} busy={busy}>
        {busy ? pageText.keys.creating : pageText.keys.create}
      </FormEnd>
    </form>
  );
}
