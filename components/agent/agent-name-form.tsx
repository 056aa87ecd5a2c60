'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { putSandbox } from '#components/data/sandboxes.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { FormEnd } from '#components/form/form-end.tsx';
import { refusal } from '#components/form/refusal.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { pageText } from '#components/text/page-text.ts';
import { Section } from '#components/ui/section.tsx';
import { TextField } from '#components/ui/text-field.tsx';

export function AgentNameForm({ sandbox: { sandboxId, label } }: { sandbox: Sandbox }) {
  const rename = useRenameAgent(sandboxId);
  const { form, busy, isDone, problems } = useForm<'label'>(async (data) => {
    const next = fieldText(data, 'label').trim();
    if (next === '') return { label: pageText.newAgent.needName };
    return rename(next).then(
      () => ({}),
      (error: unknown) => refusal(error, ['label']),
    );
  });
  return (
    <Section title={pageText.agent.name}>
      <form {...form} className="grid max-w-[400px] gap-4">
        <TextField
          label={pageText.newAgent.name}
          hint={pageText.agent.nameWhy}
          name="label"
          autoComplete="off"
          maxLength={40}
          required
          defaultValue={label}
          problem={problems.label}
        />
        <FormEnd problem={problems.form} busy={busy} done={isDone && pageText.settings.saved}>
          {busy ? pageText.settings.saving : pageText.settings.save}
        </FormEnd>
      </form>
    </Section>
  );
}

/** Conversations that the browser keeps have their members' names in them: they are asked for again. */
function useRenameAgent(sandboxId: string): (label: string) => Promise<void> {
  const client = useQueryClient();
  return async (label) => {
    putSandbox(client, await trpcClient.sandboxes.rename.mutate({ sandboxId, label }));
    client.removeQueries({ queryKey: ['conversation'] });
  };
}
