'use client';

import { FormProblem } from '#components/form/form-problem.tsx';
import { PasswordField } from '#components/form/password-field.tsx';
import type { Problems } from '#components/form/use-form.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { Button } from '#components/ui/button.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { pageText } from '#components/text/page-text.ts';
import { enter, goInside } from './enter.ts';

/** `back` is a path of ours. */
export function SignInForm({ back }: { back: string }) {
  const { form, busy, problems } = useForm((data) => signIn(data, back));
  return (
    <form {...form} className="door-form mt-6 grid max-w-[336px] gap-4 max-md:max-w-none">
      <TextField
        label={pageText.door.email}
        name="email"
        type="email"
        autoComplete="username"
        autoFocus
        required
        problem={problems.email}
      />
      <PasswordField
        name="password"
        autoComplete="current-password"
        required
        problem={problems.password}
        aside={<PageLink href="/forgotten">{pageText.door.forgotten}</PageLink>}
      />
      <FormProblem>{problems.form}</FormProblem>
      <Button kind="fill" wide type="submit" busy={busy}>
        {busy ? pageText.door.signingIn : pageText.door.signIn}
      </Button>
    </form>
  );
}

async function signIn(data: FormData, back: string): Promise<Problems<'email' | 'password'>> {
  const email = fieldText(data, 'email').trim();
  const password = fieldText(data, 'password');
  if (!email.includes('@')) return { email: pageText.door.needEmail };
  if (password === '') return { password: pageText.door.enterPassword };
  const problem = await enter(email, password);
  if (problem === null) goInside(back);
  return problem === null ? {} : { password: problem };
}
