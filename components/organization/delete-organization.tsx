'use client';

import { useState } from 'react';
import { FormProblem } from '#components/form/form-problem.tsx';
import { refusal } from '#components/form/refusal.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { useWay } from '#components/shell/navigation.ts';
import { organizationText } from '#components/text/organization-text.ts';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useThisOrganization } from './organization-context.ts';
import { useChangeOrganization } from './organization-data.ts';

const words = organizationText.settings;

/** Closed until it is asked for; then the typed name says that this one is meant. */
export function DeleteOrganization() {
  const { name } = useThisOrganization();
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const keep = () => {
    setOpen(false);
    setWasOpen(true);
  };
  return (
    <Section title={words.delete(name)} lede={words.deleteWhy}>
      {isOpen ? (
        <DeleteForm onKeep={keep} />
      ) : (
        <Button kind="danger" autoFocus={wasOpen} onClick={() => setOpen(true)}>
          {words.deleteOpen}
        </Button>
      )}
    </Section>
  );
}

function DeleteForm({ onKeep }: { onKeep: () => void }) {
  const { organizationId, name } = useThisOrganization();
  const { remove } = useChangeOrganization(organizationId);
  const goTo = useWay();
  const { form, busy, problems } = useForm<'name'>(async (data) => {
    const typed = fieldText(data, 'name').trim();
    if (typed !== name) return { name: words.deleteTypedWrong };
    return remove(typed).then(
      () => {
        goTo('/settings/organizations');
        return {};
      },
      (error: unknown) => refusal(error, ['name']),
    );
  });
  return (
    <form {...form} className="grid max-w-[400px] gap-4">
      <TextField
        label={words.deleteTyped(name)}
        name="name"
        autoComplete="off"
        spellCheck={false}
        autoFocus
        required
        problem={problems.name}
      />
      <FormProblem>{problems.form}</FormProblem>
      <div className="flex flex-wrap gap-2">
        <Button kind="danger-fill" type="submit" busy={busy} className="whitespace-normal! wrap-anywhere">
          {busy ? words.deleting : words.delete(name)}
        </Button>
        <Button onClick={onKeep}>{pageText.settings.keep}</Button>
      </div>
    </form>
  );
}
