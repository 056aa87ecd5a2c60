'use client';

import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { trpcClient } from '#components/data/trpc.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { PasswordField } from '#components/form/password-field.tsx';
import { refusal } from '#components/form/refusal.ts';
import type { Problems } from '#components/form/use-form.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { pageText } from '#components/text/page-text.ts';
import { enter, goInside } from './enter.ts';

const fields = ['name', 'email', 'password', 'code'] as const;
type Field = (typeof fields)[number];

export function SignUpForm({ mayNeedCode, invitation }: { mayNeedCode: boolean; invitation: string | undefined }) {
  const needsCode = useNeedsCode(mayNeedCode);
  const { form, busy, problems } = useForm((data) => signUp(data, { needsCode, invitation }));
  return (
    <form {...form} className="door-form mt-6 grid max-w-[336px] gap-4 max-md:max-w-none">
      <TextField
        label={pageText.door.name}
        name="name"
        autoComplete="name"
        autoFocus
        required
        problem={problems.name}
      />
      <TextField
        label={pageText.door.email}
        name="email"
        type="email"
        autoComplete="username"
        required
        problem={problems.email}
      />
      <PasswordField
        name="password"
        autoComplete="new-password"
        required
        hint={pageText.door.passwordHint}
        problem={problems.password}
      />
      {needsCode && (
        <TextField
          label={pageText.door.code}
          name="code"
          autoComplete="one-time-code"
          required
          hint={pageText.door.codeHint}
          problem={problems.code}
        />
      )}
      <FormProblem>{problems.form}</FormProblem>
      <Button kind="fill" wide type="submit" busy={busy}>
        {busy ? pageText.door.signingUp : pageText.door.signUp}
      </Button>
    </form>
  );
}

/** A page is rendered for nobody in particular; whether *this* browser is far away only its own question can tell. */
function useNeedsCode(mayNeedCode: boolean): boolean {
  const [needsCode, setNeedsCode] = useState(false);
  useEffect(() => {
    if (!mayNeedCode) return;
    // Unanswered it stays as it was: then the server's refusal puts the question.
    trpcClient.accounts.door.query().then(
      (door) => setNeedsCode(door.needsCode),
      () => undefined,
    );
  }, [mayNeedCode]);
  return needsCode;
}

async function signUp(
  data: FormData,
  { needsCode, invitation }: { needsCode: boolean; invitation: string | undefined },
): Promise<Problems<Field>> {
  const [name, email, password, code] = fields.map((field) => fieldText(data, field));
  const input = { name: name ?? '', email: email ?? '', password: password ?? '', code: code ?? '' };
  const missing = missingOf(input, needsCode);
  if (Object.keys(missing).length > 0) return missing;
  try {
    const { code: typed, ...rest } = input;
    await trpcClient.accounts.signUp.mutate({ ...rest, invitation, ...(needsCode && { code: typed }) });
  } catch (error) {
    return refusal(error, fields, { email_taken: 'email', signup_code_needed: 'code' });
  }
  const problem = await enter(input.email, input.password);
  if (problem === null) goInside();
  return problem === null ? {} : { form: problem };
}

/** In the order of the fields: the first one gets the focus. */
function missingOf(input: Record<Field, string>, needsCode: boolean): Problems<Field> {
  return {
    ...(input.name.trim() === '' && { name: pageText.door.needName }),
    ...(!/^\S+@\S+\.\S+$/.test(input.email.trim()) && { email: pageText.door.needEmail }),
    ...(input.password.length < 10 && { password: pageText.door.needPassword }),
    ...(needsCode && input.code.trim() === '' && { code: pageText.door.needCode }),
  };
}
