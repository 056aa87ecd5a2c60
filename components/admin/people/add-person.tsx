'use client';

import { useState } from 'react';
import { trpcClient } from '#components/data/trpc.ts';
import { FormEnd } from '#components/form/form-end.tsx';
import { refusal } from '#components/form/refusal.ts';
import type { Problems } from '#components/form/use-form.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { adminText } from '#components/text/admin-text.ts';
import { peopleText } from '#components/text/admin-people-text.ts';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { LinkOnce } from './link-once.tsx';
import { useDeeds } from '../use-deeds.ts';

type Field = 'name' | 'email' | 'reason';
type Made = { name: string; link: string; expiresAt: number };

export function AddPerson({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  const inDeed = useDeeds();
  const { form, busy, problems } = useForm<Field>(async (data) => {
    const text = (name: Field) => fieldText(data, name).trim();
    const person = { name: text('name'), email: text('email'), reason: text('reason') };
    const missing = missingOf(person);
    if (Object.keys(missing).length > 0) return missing;
    return inDeed(() => trpcClient.admin.addPerson.mutate(person)).then(
      (link) => {
        setMade({ name: person.name, ...link });
        return {};
      },
      (error: unknown) => refusal(error, ['name', 'email', 'reason'], { email_taken: 'email' }),
    );
  });
  return (
    <div className="mb-8 max-w-[720px]">
      <Section title={peopleText.add} lede={peopleText.addWhy}>
        {made === null ? (
          <form {...form} className="grid max-w-[400px] gap-4">
            <TextField
              label={peopleText.name}
              name="name"
              autoComplete="off"
              autoFocus
              maxLength={80}
              required
              problem={problems.name}
            />
            <TextField
              label={peopleText.email}
              name="email"
              type="email"
              autoComplete="off"
              required
              problem={problems.email}
            />
            <TextArea
              label={adminText.reason.why}
              hint={adminText.reason.whyHint}
              name="reason"
              maxLength={500}
              problem={problems.reason}
            />
            <FormEnd problem={problems.form} busy={busy} end={<Button onClick={onClose}>{peopleText.addClose}</Button>}>
              {busy ? peopleText.adding : peopleText.add}
            </FormEnd>
          </form>
        ) : (
          <LinkOnce name={made.name} made={made} onDone={onClose} />
        )}
      </Section>
    </div>
  );
}

function missingOf({ name, email, reason }: Record<Field, string>): Problems<Field> {
  return {
    ...(name === '' && { name: peopleText.needName }),
    ...(!/^\S+@\S+\.\S+$/.test(email) && { email: pageText.door.needEmail }),
    ...(reason === '' && { reason: adminText.reason.needed }),
  };
}
