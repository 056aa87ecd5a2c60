'use client';

import { FormEnd } from '#components/form/form-end.tsx';
import { PasswordField } from '#components/form/password-field.tsx';
import { refusal } from '#components/form/refusal.ts';
import type { Problems } from '#components/form/use-form.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { pageText } from '#components/text/page-text.ts';
import { Section } from '#components/ui/section.tsx';

export function PasswordForm() {
  const { email } = useReader();
  const { form, busy, isDone, problems } = useForm(changePassword, { clears: true });
  return (
    <Section title={pageText.profile.password} lede={pageText.profile.passwordWhy}>
      <form {...form} className="grid max-w-[400px] gap-4">
        {/* Password managers ask whose password this is. */}
        <input type="email" name="email" autoComplete="username" defaultValue={email} readOnly hidden />
        <PasswordField
          label={pageText.profile.current}
          name="current"
          autoComplete="current-password"
          required
          problem={problems.current}
        />
        <PasswordField
          label={pageText.profile.next}
          name="next"
          autoComplete="new-password"
          required
          hint={pageText.door.passwordHint}
          problem={problems.next}
        />
        <FormEnd problem={problems.form} busy={busy} done={isDone && pageText.profile.changed}>
          {busy ? pageText.profile.changing : pageText.profile.change}
        </FormEnd>
      </form>
    </Section>
  );
}

async function changePassword(data: FormData): Promise<Problems<'current' | 'next'>> {
  const [current, next] = [fieldText(data, 'current'), fieldText(data, 'next')];
  if (current === '') return { current: pageText.door.enterPassword };
  if (next.length < 10) return { next: pageText.door.needPassword };
  try {
    await trpcClient.accounts.changePassword.mutate({ current, next });
    return {};
  } catch (error) {
    return refusal(error, ['current', 'next'], { wrong_password: 'current' });
  }
}
