'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { dropSandbox } from '#components/data/sandboxes.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { refusal } from '#components/form/refusal.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { useWay } from '#components/shell/navigation.ts';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { TextField } from '#components/ui/text-field.tsx';

/** Closed until it is asked for; then the typed id says that this one is meant. */
export function DestroyAgent({ sandbox }: { sandbox: Sandbox }) {
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const keep = () => {
    setOpen(false);
    setWasOpen(true);
  };
  return (
    <Section title={pageText.agent.destroy(sandbox.label)} lede={pageText.agent.destroyWhy}>
      {isOpen ? (
        <DestroyForm sandbox={sandbox} onKeep={keep} />
      ) : (
        <Button kind="danger" autoFocus={wasOpen} onClick={() => setOpen(true)}>
          {pageText.agent.destroyOpen}
        </Button>
      )}
    </Section>
  );
}

function DestroyForm({ sandbox: { sandboxId, label }, onKeep }: { sandbox: Sandbox; onKeep: () => void }) {
  const destroy = useDestroy(sandboxId);
  const { form, busy, problems } = useForm<'typed'>(async (data) => {
    if (fieldText(data, 'typed').trim() !== sandboxId) return { typed: pageText.agent.destroyTypedWrong };
    return destroy().then(
      () => ({}),
      (error: unknown) => refusal(error, ['typed']),
    );
  });
  return (
    <form {...form} className="grid max-w-[400px] gap-4">
      <TextField
        label={pageText.agent.destroyTyped(sandboxId)}
        name="typed"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        problem={problems.typed}
      />
      <FormProblem>{problems.form}</FormProblem>
      <div className="flex flex-wrap gap-2">
        <Button kind="danger-fill" type="submit" busy={busy} className="whitespace-normal! wrap-anywhere">
          {busy ? pageText.agent.destroying : pageText.agent.destroy(label)}
        </Button>
        <Button onClick={onKeep}>{pageText.settings.keep}</Button>
      </div>
    </form>
  );
}

/** Its conversations leave the list by their events. */
function useDestroy(sandboxId: string): () => Promise<void> {
  const client = useQueryClient();
  const goTo = useWay();
  return async () => {
    await trpcClient.sandboxes.destroy.mutate({ sandboxId });
    goTo('/claw/chat');
    dropSandbox(client, sandboxId);
  };
}
