'use client';

import type { Endpoint } from '#lib/contract/endpoints.ts';
import { FormEnd } from '#components/form/form-end.tsx';
import { refusal } from '#components/form/refusal.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { deliveryText } from '#components/text/delivery-text.ts';
import { TextField } from '#components/ui/text-field.tsx';

const words = deliveryText.endpoint;

export function EndpointForm({ endpoint, save }: { endpoint: Endpoint | null; save: (url: string) => Promise<void> }) {
  const { form, busy, isDone, problems } = useForm<'url'>(async (data) => {
    const url = fieldText(data, 'url').trim();
    if (url === '') return { url: words.needAddress };
    return save(url).then(
      () => ({}),
      (error: unknown) => refusal(error, ['url']),
    );
  });
  return (
    <form {...form} className="grid max-w-[480px] gap-4">
      <TextField
        // Another address that was saved elsewhere is another field.
        key={endpoint?.url ?? ''}
        label={words.address}
        hint={words.addressWhy}
        name="url"
        type="url"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={2_000}
        defaultValue={endpoint?.url ?? ''}
        placeholder="https://bot.example.org/hook"
        problem={problems.url}
      />
      <FormEnd problem={problems.form} busy={busy} done={isDone && words.saved}>
        {busy ? words.saving : endpoint === null ? words.save : words.change}
      </FormEnd>
    </form>
  );
}
