'use client';

import { FormEnd } from '#components/form/form-end.tsx';
import { refusal } from '#components/form/refusal.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { pageText } from '#components/text/page-text.ts';
import { Section } from '#components/ui/section.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useRename } from './account.ts';

export function NameForm() {
  const { name, email } = useReader();
  const rename = useRename();
  const { form, busy, isDone, problems } = useForm<'name'>(async (data) => {
    const next = fieldText(data, 'name').trim();
    if (next === '') return { name: pageText.door.needName };
    return rename(next).then(
      () => ({}),
      (error: unknown) => refusal(error, ['name']),
    );
  });
  return (
    <Section title={pageText.profile.you}>
      <form {...form} className="grid max-w-[400px] gap-4">
        <TextField
          label={pageText.profile.name}
          hint={pageText.profile.nameWhy}
          name="name"
          autoComplete="name"
          maxLength={80}
          required
          defaultValue={name}
          problem={problems.name}
        />
        <p>
          <span className="block type-label">{pageText.profile.email}</span>
          <span className="wrap-anywhere">{email}</span>
          <span className="block type-caption text-ink-3">{pageText.profile.emailWhy}</span>
        </p>
        <FormEnd problem={problems.form} busy={busy} done={isDone && pageText.settings.saved}>
          {busy ? pageText.settings.saving : pageText.settings.save}
        </FormEnd>
      </form>
    </Section>
  );
}
