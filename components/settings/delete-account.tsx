'use client';

import { useState } from 'react';
import type { WaysIn } from '#lib/contract/accounts.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { PasswordField } from '#components/form/password-field.tsx';
import { refusal } from '#components/form/refusal.ts';
import type { Problems } from '#components/form/use-form.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { leave } from '#components/shell/leave.ts';
import { pageText } from '#components/text/page-text.ts';
import { Section } from '#components/ui/section.tsx';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { mustSignInAgain, SignInAgain } from './sign-in-again.tsx';

/**
 * Closed until it is asked for; then the password says who asks, or that they signed in a moment ago, and the typed address
 * that it is meant.
 */
export function DeleteAccount({ ways }: { ways: WaysIn }) {
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const keep = () => {
    setOpen(false);
    setWasOpen(true);
  };
  return (
    <Section title={pageText.profile.delete} lede={pageText.profile.deleteWhy}>
      {isOpen ? (
        <DeleteForm ways={ways} onKeep={keep} />
      ) : (
        <Button kind="danger" autoFocus={wasOpen} onClick={() => setOpen(true)}>
          {pageText.profile.deleteOpen}
        </Button>
      )}
    </Section>
  );
}

function DeleteForm({ ways, onKeep }: { ways: WaysIn; onKeep: () => void }) {
  const reader = useReader();
  const { hasPassword } = ways;
  const { form, busy, problems } = useForm((data) => deleteAccount(data, { ...reader, hasPassword }));
  if (mustSignInAgain(ways)) return <SignInAgain ways={ways} />;
  return (
    <form {...form} className="grid max-w-[400px] gap-4">
      <TextField
        label={pageText.profile.deleteTyped(reader.email)}
        name="typed"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        problem={problems.typed}
      />
      {hasPassword && (
        <PasswordField name="password" autoComplete="current-password" required problem={problems.password} />
      )}
      <FormProblem>{problems.form}</FormProblem>
      <div className="flex flex-wrap gap-2">
        <Button kind="danger-fill" type="submit" busy={busy}>
          {busy ? pageText.profile.deleting : pageText.profile.delete}
        </Button>
        <Button onClick={onKeep}>{pageText.profile.deleteKeep}</Button>
      </div>
    </form>
  );
}

async function deleteAccount(
  data: FormData,
  { id, email, hasPassword }: { id: string; email: string; hasPassword: boolean },
): Promise<Problems<'typed' | 'password'>> {
  if (fieldText(data, 'typed').trim().toLowerCase() !== email) return { typed: pageText.profile.deleteTypedWrong };
  const password = fieldText(data, 'password');
  if (hasPassword && password === '') return { password: pageText.door.enterPassword };
  try {
    await trpcClient.accounts.delete.mutate({ password });
  } catch (error) {
    return refusal(error, ['password'], { wrong_password: 'password' });
  }
  // There is nothing left to sign out of: a way out that fails still leads to the door.
  await leave(id).catch(() => window.location.assign('/sign-in'));
  return {};
}
