'use client';

import { useState } from 'react';
import { invitedRoleSchema } from '#lib/contract/organizations.ts';
import { FormEnd } from '#components/form/form-end.tsx';
import { refusal } from '#components/form/refusal.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { SecretOnce } from '#components/settings/secret-once.tsx';
import { doorText } from '#components/text/door-text.ts';
import { pageText } from '#components/text/page-text.ts';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useInvite } from './invitations-data.ts';

const words = doorText.invitations;

/** Asks as what and perhaps for whom; then the link stands in the form's place until the person says that they have it. */
export function InviteForm({ organizationId }: { organizationId: string }) {
  const creation = useInvite(organizationId);
  const [hadOne, setHadOne] = useState(false);
  const made = creation.data;
  const { form, busy, problems } = useForm<'email'>(async (data) => {
    const email = fieldText(data, 'email').trim();
    if (email !== '' && !/^\S+@\S+\.\S+$/.test(email)) return { email: pageText.door.needEmail };
    const role = fieldText(data, 'role') === 'admin' ? 'admin' : 'member';
    return creation.mutateAsync({ role, ...(email !== '' && { email }) }).then(
      () => ({}),
      (error: unknown) => refusal(error, ['email']),
    );
  });
  if (made !== undefined) {
    const { email } = made.invitation;
    return (
      <SecretOnce
        title={email === null ? words.made : words.madeFor(email)}
        secret={made.link}
        done={words.done}
        onDone={() => {
          setHadOne(true);
          creation.reset();
        }}
      >
        {made.isMailed ? words.mailed : words.once}
      </SecretOnce>
    );
  }
  return (
    <form {...form} className="grid max-w-[400px] gap-4">
      <Select label={words.role} name="role" defaultValue="member" autoFocus={hadOne}>
        {invitedRoleSchema.options.toReversed().map((role) => (
          <option key={role} value={role}>
            {words.roles[role]}
          </option>
        ))}
      </Select>
      <TextField
        label={words.email}
        hint={words.emailWhy}
        name="email"
        type="email"
        autoComplete="off"
        problem={problems.email}
      />
      <FormEnd problem={problems.form} busy={busy}>
        {busy ? words.creating : words.create}
      </FormEnd>
    </form>
  );
}
