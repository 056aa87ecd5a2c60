'use client';

import { FormEnd } from '#components/form/form-end.tsx';
import { refusal } from '#components/form/refusal.ts';
import { useForm } from '#components/form/use-form.ts';
import { pageText } from '#components/text/page-text.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { TextField } from '#components/ui/text-field.tsx';

/** What an agent is called and what it will fly: all that any kind needs to begin. */
export function AgentForm({ name, flag, next, autoFocus, onName, create }: AgentFormProps) {
  const label = name.trim();
  const { form, busy, isDone, problems } = useForm<'label'>(async () => {
    if (label === '') return { label: pageText.newAgent.needName };
    return create(label).then(
      () => ({}),
      (error: unknown) => refusal(error, ['label']),
    );
  });
  const isLeaving = busy || isDone;
  return (
    <form {...form} className="grid gap-4">
      <div className="grid grid-cols-[minmax(0,1fr)_72px] gap-3">
        <TextField
          label={pageText.newAgent.name}
          hint={pageText.newAgent.nameWhy}
          name="label"
          autoComplete="off"
          maxLength={40}
          autoFocus={autoFocus}
          required
          placeholder={pageText.newAgent.suggested}
          value={name}
          onChange={(event) => onName(event.target.value)}
          problem={problems.label}
        />
        <div>
          <span className="mb-1 block type-label">{pageText.newAgent.flag}</span>
          <span className="flex min-h-(--h-control) items-center">
            <AgentFlag letter={flag} size={20} label={flag} />
          </span>
        </div>
      </div>
      <FormEnd problem={problems.form} busy={isLeaving} done={!isLeaving && next}>
        {isLeaving ? pageText.newAgent.creating : pageText.newAgent.create(label)}
      </FormEnd>
    </form>
  );
}

interface AgentFormProps {
  name: string;
  flag: string;
  /** What comes after it. */
  next: string;
  autoFocus: boolean;
  onName: (name: string) => void;
  create: (label: string) => Promise<void>;
}
