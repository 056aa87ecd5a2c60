'use client';

import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { text } from '#components/text/text.ts';
import { enter, goInside } from './enter.ts';
import { FormProblem } from './form-problem.tsx';
import { PasswordField } from './password-field.tsx';
import type { Problems } from './use-door-form.ts';
import { fieldText, useDoorForm } from './use-door-form.ts';

export function SignInForm() {
  const { form, busy, problems, onSubmit } = useDoorForm(signIn);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={onSubmit}
      className="door-form mt-6 grid max-w-[336px] gap-4 max-md:max-w-none"
    >
      <TextField
        label={text.door.email}
        name="email"
        type="email"
        autoComplete="username"
        autoFocus
        required
        problem={problems.email}
      />
      <PasswordField name="password" autoComplete="current-password" required problem={problems.password} />
      <FormProblem>{problems.form}</FormProblem>
      <Button kind="fill" wide type="submit" busy={busy}>
        {busy ? text.door.signingIn : text.door.signIn}
      </Button>
    </form>
  );
}

async function signIn(data: FormData): Promise<Problems<'email' | 'password'>> {
  const email = fieldText(data, 'email').trim();
  const password = fieldText(data, 'password');
  if (!email.includes('@')) return { email: text.door.needEmail };
  if (password === '') return { password: text.door.enterPassword };
  const problem = await enter(email, password);
  if (problem === null) goInside();
  return problem === null ? {} : { password: problem };
}
