'use client';

import type { NotificationPreferences, PreviewLevel } from '#lib/contract/notifications.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { problemOf } from '#components/data/problem.ts';
import { notificationText } from '#components/text/notification-text.ts';
import { RadioGroup, RadioRow } from '#components/ui/radio-rows.tsx';
import { Section } from '#components/ui/section.tsx';
import { SwitchRow } from '#components/ui/switch-row.tsx';
import { Example } from './example.tsx';
import { useSetWishes } from './notifications-data.ts';
import { QuietHours } from './quiet-hours.tsx';

const words = notificationText.wishes;

const levels: { value: PreviewLevel; label: string; hint: string }[] = [
  { value: 'none', label: words.none, hint: words.noneWhy },
  { value: 'title', label: words.titles, hint: words.titlesWhy },
  { value: 'full', label: words.full, hint: words.fullWhy },
];

const kinds = [
  { name: 'messages', label: words.messages, hint: words.messagesWhy },
  { name: 'approvals', label: words.approvals, hint: words.approvalsWhy },
  { name: 'lifecycle', label: words.lifecycle, hint: words.lifecycleWhy },
] as const;

/** For all of somebody's devices. Each acts at once. */
export function Wishes({ wishes }: { wishes: NotificationPreferences }) {
  const set = useSetWishes();
  const choose = (change: Partial<NotificationPreferences>) => set.mutate({ ...wishes, ...change });
  return (
    <>
      <Section title={words.title}>
        <RadioGroup legend={words.preview} isLegendHidden>
          {levels.map(({ value, ...row }) => (
            <RadioRow
              key={value}
              name="preview"
              {...row}
              checked={wishes.preview === value}
              onChange={() => choose({ preview: value })}
            />
          ))}
        </RadioGroup>
        <Example level={wishes.preview} />
      </Section>
      <Section title={words.kinds}>
        {kinds.map(({ name, ...row }) => (
          <SwitchRow
            key={name}
            {...row}
            checked={wishes[name]}
            onChange={(event) => choose({ [name]: event.target.checked })}
          />
        ))}
      </Section>
      <Section title={notificationText.quiet.title}>
        <QuietHours wishes={wishes} choose={choose} />
      </Section>
      <FormProblem>{set.error === null ? undefined : words.notSaved(problemOf(set.error).message)}</FormProblem>
    </>
  );
}
