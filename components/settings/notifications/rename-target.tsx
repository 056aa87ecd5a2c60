'use client';

import type { PushTarget } from '#lib/contract/notifications.ts';
import { FormEnd } from '#components/form/form-end.tsx';
import { refusal } from '#components/form/refusal.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { notificationText } from '#components/text/notification-text.ts';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useRenameTarget } from './notifications-data.ts';

const words = notificationText.devices;

/** In the row's place, until it has its new name or keeps its old one. */
export function RenameTarget({ target, onDone }: { target: PushTarget; onDone: () => void }) {
  const rename = useRenameTarget();
  const { form, busy, problems } = useForm<'name'>(async (data) => {
    const name = fieldText(data, 'name').trim();
    if (name === '') return { name: words.needName };
    return rename.mutateAsync({ targetId: target.id, name }).then(
      () => {
        onDone();
        return {};
      },
      (error: unknown) => refusal(error, ['name']),
    );
  });
  return (
    <form {...form} className="grid max-w-[400px] gap-3 py-3">
      <TextField
        label={words.newName}
        name="name"
        autoComplete="off"
        maxLength={80}
        autoFocus
        required
        defaultValue={target.name}
        problem={problems.name}
      />
      <FormEnd problem={problems.form} busy={busy} end={<Button onClick={onDone}>{pageText.settings.keep}</Button>}>
        {busy ? pageText.settings.saving : pageText.settings.save}
      </FormEnd>
    </form>
  );
}
