'use client';

import type { WaysIn } from '#lib/contract/accounts.ts';
import { FormEnd } from '#components/form/form-end.tsx';
import { PasswordField } from '#components/form/password-field.tsx';
import { refusal } from '#components/form/refusal.ts';
import type { Problems } from '#components/form/use-form.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { doorText } from '#components/text/door-text.ts';
import { pageText } from '#components/text/page-text.ts';
import { Section } from '#components/ui/section.tsx';
import { mustSignInAgain, SignInAgain } from './sign-in-again.tsx';
import { usePasswordMade } from './ways-in-data.ts';

/** The first password is set by whoever has signed in a moment ago; every later one with the one before. */
export function PasswordForm({ ways }: { ways: WaysIn }) {
  const { hasPassword } = ways;
  const { email } = useReader();
  const wasMade = usePasswordMade();
  const { form, busy, isDone, problems } = useForm(
    async (data) => {
      const found = await changePassword(data, hasPassword);
      if (Object.keys(found).length === 0) wasMade();
      return found;
    },
    { clears: true },
  );
  const lede = hasPassword ? pageText.profile.passwordWhy : doorText.waysIn.passwordWhy;
  const act = hasPassword ? pageText.profile.change : doorText.waysIn.set;
  if (mustSignInAgain(ways)) {
    return (
      <Section title={pageText.profile.password} lede={lede}>
        <SignInAgain ways={ways} />
      </Section>
    );
  }
  return (
    <Section title={pageText.profile.password} lede={lede}>
      <form {...form} className="grid max-w-[400px] gap-4">
        {/* Password managers ask whose password this is. */}
        <input type="email" name="email" autoComplete="username" defaultValue={email} readOnly hidden />
        {hasPassword && (
          <PasswordField
            label={pageText.profile.current}
            name="current"
            autoComplete="current-password"
            required
            problem={problems.current}
          />
        )}
        <PasswordField
          label={pageText.profile.next}
          name="next"
          autoComplete="new-password"
          required
          hint={pageText.door.passwordHint}
          problem={problems.next}
        />
        <FormEnd problem={problems.form} busy={busy} done={isDone && pageText.profile.changed}>
          {busy ? pageText.profile.changing : act}
        </FormEnd>
      </form>
    </Section>
  );
}

async function changePassword(data: FormData, hasPassword: boolean): Promise<Problems<'current' | 'next'>> {
  const [current, next] = [fieldText(data, 'current'), fieldText(data, 'next')];
  if (hasPassword && current === '') return { current: pageText.door.enterPassword };
  if (next.length < 10) return { next: pageText.door.needPassword };
  try {
    await trpcClient.accounts.changePassword.mutate({ current, next });
    return {};
  } catch (error) {
    return refusal(error, ['current', 'next'], { wrong_password: 'current' });
  }
}
