'use client';

import { useState } from 'react';
import { FormProblem } from '#components/form/form-problem.tsx';
import { PasswordField } from '#components/form/password-field.tsx';
import { refusal } from '#components/form/refusal.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { problemOf } from '#components/data/problem.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { DoorNote } from './door-note.tsx';

type Outcome = 'set' | 'used' | null;

export function ResetForm({ token }: { token: string }) {
  const [outcome, setOutcome] = useState<Outcome>(null);
  const { form, busy, problems } = useForm<'password'>(async (data) => {
    const password = fieldText(data, 'password');
    if (password.length < 10) return { password: pageText.door.needPassword };
    try {
      await trpcClient.accounts.resetPassword.mutate({ token, password });
      setOutcome('set');
      return {};
    } catch (error) {
      if (!isDeadLink(error)) return refusal(error, ['password']);
      setOutcome('used');
      return {};
    }
  });
  if (outcome !== null) return <Answer outcome={outcome} />;
  return (
    <>
      <h1 className="type-display">{pageText.reset.setTitle}</h1>
      <p className="mt-1 text-ink-2">{pageText.reset.setLede}</p>
      <form {...form} className="door-form mt-6 grid max-w-[336px] gap-4 max-md:max-w-none">
        <PasswordField
          label={pageText.reset.next}
          name="password"
          autoComplete="new-password"
          autoFocus
          required
          hint={pageText.door.passwordHint}
          problem={problems.password}
        />
        <FormProblem>{problems.form}</FormProblem>
        <Button kind="fill" wide type="submit" busy={busy}>
          {busy ? pageText.reset.setting : pageText.reset.set}
        </Button>
      </form>
    </>
  );
}

/** Used, too old, or never one of ours: the next step is the same. */
function isDeadLink(error: unknown): boolean {
  const { code, issues } = problemOf(error);
  return code === 'link_used' || code === 'not_found' || issues.some((issue) => issue.path === 'token');
}

function Answer({ outcome }: { outcome: Exclude<Outcome, null> }) {
  if (outcome === 'set') {
    return (
      <DoorNote title={pageText.reset.doneTitle} link={<PageLink href="/sign-in">{pageText.door.signIn}</PageLink>}>
        {pageText.reset.done}
      </DoorNote>
    );
  }
  return (
    <DoorNote title={pageText.reset.usedTitle} link={<PageLink href="/forgotten">{pageText.reset.another}</PageLink>}>
      {pageText.reset.used}
    </DoorNote>
  );
}
