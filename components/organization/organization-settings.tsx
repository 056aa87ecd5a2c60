'use client';

import { FormEnd } from '#components/form/form-end.tsx';
import { refusal } from '#components/form/refusal.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { organizationText } from '#components/text/organization-text.ts';
import { pageText } from '#components/text/page-text.ts';
import { Section } from '#components/ui/section.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { DeleteOrganization } from './delete-organization.tsx';
import { useThisOrganization } from './organization-context.ts';
import { useChangeOrganization } from './organization-data.ts';
import { OrganizationPage } from './organization-page.tsx';

const words = organizationText.settings;

export function OrganizationSettings() {
  const { mayOwn, name, messageDays } = useThisOrganization();
  return (
    <OrganizationPage title={organizationText.frame.settings} width="form">
      {mayOwn ? (
        <>
          <NameForm />
          <RetentionForm />
          <DeleteOrganization />
        </>
      ) : (
        <>
          <p className="mb-4 max-w-[60ch] text-ink-2">{words.ownersOnly}</p>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2 [&>dt]:text-ink-3">
            <dt>{organizationText.name}</dt>
            <dd className="wrap-anywhere">{name}</dd>
            <dt>{organizationText.overview.retention}</dt>
            <dd>
              {messageDays === null ? organizationText.overview.forGood : organizationText.overview.days(messageDays)}
            </dd>
          </dl>
        </>
      )}
    </OrganizationPage>
  );
}

function NameForm() {
  const { organizationId, name } = useThisOrganization();
  const { rename } = useChangeOrganization(organizationId);
  const { form, busy, isDone, problems } = useForm<'name'>(async (data) => {
    const next = fieldText(data, 'name').trim();
    if (next === '') return { name: organizationText.needName };
    return rename(next).then(
      () => ({}),
      (error: unknown) => refusal(error, ['name']),
    );
  });
  return (
    <Section title={organizationText.name}>
      <form {...form} className="grid max-w-[400px] gap-4">
        <TextField
          label={organizationText.name}
          hint={organizationText.nameWhy}
          name="name"
          autoComplete="off"
          maxLength={80}
          required
          defaultValue={name}
          problem={problems.name}
        />
        <FormEnd problem={problems.form} busy={busy} done={isDone && pageText.settings.saved}>
          {busy ? pageText.settings.saving : pageText.settings.save}
        </FormEnd>
      </form>
    </Section>
  );
}

function RetentionForm() {
  const { organizationId, messageDays } = useThisOrganization();
  const { setRetention } = useChangeOrganization(organizationId);
  const { form, busy, isDone, problems } = useForm<'messageDays'>(async (data) => {
    const typed = fieldText(data, 'messageDays').trim();
    const days = typed === '' ? null : Number(typed);
    if (days !== null && !(Number.isInteger(days) && days >= 1 && days <= 3_650))
      return { messageDays: words.needDays };
    return setRetention(days).then(
      () => ({}),
      (error: unknown) => refusal(error, ['messageDays']),
    );
  });
  return (
    <Section title={words.retention} lede={words.retentionWhy}>
      <form {...form} className="grid max-w-[400px] gap-4">
        <TextField
          label={words.days}
          hint={words.daysWhy}
          name="messageDays"
          inputMode="numeric"
          autoComplete="off"
          maxLength={4}
          defaultValue={messageDays ?? ''}
          problem={problems.messageDays}
        />
        <FormEnd problem={problems.form} busy={busy} done={isDone && pageText.settings.saved}>
          {busy ? pageText.settings.saving : pageText.settings.save}
        </FormEnd>
      </form>
    </Section>
  );
}
