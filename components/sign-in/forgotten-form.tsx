'use client';

import { useState } from 'react';
import { FormProblem } from '#components/form/form-problem.tsx';
import { refusal } from '#components/form/refusal.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { DoorNote } from './door-note.tsx';

interface Asked {
  email: string;
  byMail: boolean;
}

/** What is said afterwards depends on the server alone, never on whether it knows the address. */
export function ForgottenForm() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const { form, busy, problems } = useForm<'email'>(async (data) => {
    const email = fieldText(data, 'email').trim();
    if (!email.includes('@')) return { email: pageText.door.needEmail };
    return trpcClient.accounts.requestReset.mutate({ email }).then(
      ({ byMail }) => {
        setAsked({ email, byMail });
        return {};
      },
      (error: unknown) => refusal(error, ['email']),
    );
  });
  if (asked !== null) return <Answer {...asked} />;
  return (
    <>
      <h1 className="type-display">{pageText.reset.askTitle}</h1>
      <p className="mt-1 max-w-[336px] text-ink-2">{pageText.reset.askLede}</p>
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
        <FormProblem>{problems.form}</FormProblem>
        <Button kind="fill" wide type="submit" busy={busy}>
          {busy ? pageText.reset.asking : pageText.reset.ask}
        </Button>
      </form>
      <p className="mt-6">
        <PageLink href="/sign-in">{pageText.reset.back}</PageLink>
      </p>
    </>
  );
}

function Answer({ email, byMail }: Asked) {
  const title = byMail ? pageText.reset.sentTitle : pageText.reset.noMailTitle;
  return (
    <DoorNote title={title} link={<PageLink href="/sign-in">{pageText.reset.back}</PageLink>}>
      {byMail ? pageText.reset.sent(email) : pageText.reset.noMail}
    </DoorNote>
  );
}
