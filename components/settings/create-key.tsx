'use client';

import { useState } from 'react';
import { FormEnd } from '#components/form/form-end.tsx';
import { refusal } from '#components/form/refusal.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { text } from '#components/text/text.ts';
import { TextField } from '#components/ui/text-field.tsx';
import { useCreateKey } from './keys-data.ts';
import { SecretOnce } from './secret-once.tsx';

/** Asks for a name; then the key stands in the form's place until the person says that they have it. */
export function CreateKey() {
  const creation = useCreateKey();
  const [hadOne, setHadOne] = useState(false);
  const made = creation.data;
  const { form, busy, problems } = useForm<'name'>(async (data) => {
    const name = fieldText(data, 'name').trim();
    if (name === '') return { name: text.keys.needName };
    return creation.mutateAsync(name).then(
      () => ({}),
      (error: unknown) => refusal(error, ['name']),
    );
  });
  if (made !== undefined) {
    return (
      <SecretOnce
        title={text.keys.created(made.name)}
        secret={made.key}
        done={text.keys.done}
        onDone={() => {
          setHadOne(true);
          creation.reset();
        }}
      >
        {text.keys.once}
      </SecretOnce>
    );
  }
  return (
    <form {...form} className="grid max-w-[400px] gap-4">
      <TextField
        label={text.keys.name}
        hint={text.keys.nameWhy}
        name="name"
        autoComplete="off"
        maxLength={80}
        autoFocus={hadOne}
        required
        problem={problems.name}
      />
      <FormEnd problem={problems.form} busy={busy}>
        {busy ? text.keys.creating : text.keys.create}
      </FormEnd>
    </form>
  );
}
