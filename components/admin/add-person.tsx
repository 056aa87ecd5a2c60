'use client';

import { FormEnd } from '#components/form/form-end.tsx';
import { refusal } from '#components/form/refusal.ts';
import type { Problems } from '#components/form/use-form.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { LinkOnce } from './link-once.tsx';
import { useAddPerson } from './people-data.ts';

type Field = 'name' | 'email';

export function AddPerson({ onClose }: { onClose: () => void }) {
  const adding = useAddPerson();
  const { form, busy, problems } = useForm<Field>(async (data) => {
    const person = { name: fieldText(data, 'name').trim(), email: fieldText(data, 'email').trim() };
    const missing = missingOf(person);
    if (Object.keys(missing).length > 0) return missing;
    return adding.mutateAsync(person).then(
      () => ({}),
      (error: unknown) => refusal(error, ['name', 'email'], { email_taken: 'email' }),
    );
  });
  const made = adding.data;
  return (
    <div className="mb-8 max-w-[720px]">
      <Section title={pageText.people.add} lede={pageText.people.addWhy}>
        {made === undefined ? (
          <form {...form} className="grid max-w-[400px] gap-4">
            <TextField
              label={pageText.people.name}
              name="name"
              autoComplete="off"
              autoFocus
              maxLength={80}
              required
              problem={problems.name}
            />
            <TextField
              label={pageText.people.email}
              name="email"
              type="email"
              autoComplete="off"
              required
              problem={problems.email}
            />
            <FormEnd
              problem={problems.form}
              busy={busy}
              end={<Button onClick={onClose}>{pageText.people.addClose}</Button>}
            >
              {busy ? pageText.people.adding : pageText.people.add}
            </FormEnd>
          </form>
        ) : (
          <LinkOnce name={adding.variables.name} made={made} onDone={onClose} />
        )}
      </Section>
    </div>
  );
}

function missingOf({ name, email }: Record<Field, string>): Problems<Field> {
  return {
    ...(name === '' && { name: pageText.people.needName }),
    ...(!/^\S+@\S+\.\S+$/.test(email) && { email: pageText.door.needEmail }),
  };
}
