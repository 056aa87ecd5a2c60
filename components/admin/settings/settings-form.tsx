'use client';

import { useState } from 'react';
import type { AdminSettings } from '#lib/contract/admin/settings.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { ReasonDialog } from '../reason-dialog.tsx';
import { badNumbers, isTouched, putBack, settingNames, shown, type, type Fields } from './draft.ts';
import { LastChange } from './last-change.tsx';
import { Meanwhile } from './meanwhile.tsx';
import { NumberField } from './number-field.tsx';
import { Source } from './source.tsx';
import { useSettingsForm } from './use-settings-form.ts';

const words = operationsText.settings;

/** Each setting with where its value comes from; one button saves all that was changed, and asks why. */
export function SettingsForm({ known }: { known: AdminSettings }) {
  const { draft, change, badHosts, meanwhile, isSaved, save, discard } = useSettingsForm(known);
  const [isAsking, setAsking] = useState(false);
  const fields = shown(known, draft);
  const bad = badNumbers(fields);
  const touched = settingNames.filter((name) => isTouched(draft, name));
  const set = (typed: Partial<Fields>) => change(type(known, draft, typed));
  const source = (name: (typeof settingNames)[number]) => (
    <Source name={name} known={known} draft={draft} onPutBack={() => change(putBack(draft, name))} />
  );
  const number = { fields, bad, onType: set };
  return (
    <div className="[&_input]:scroll-mb-24 [&_textarea]:scroll-mb-24">
      <Section title={words.signUp}>
        <Segmented
          legend={words.signUp}
          isLegendShown={false}
          options={(['open', 'invitation', 'closed'] as const).map((value) => ({
            value,
            label: words.signUpModes[value],
          }))}
          value={fields.signUp}
          onChoose={(signUp) => set({ signUp })}
        />
        {source('signUp')}
      </Section>
      <Section title={words.banner}>
        <div className="grid gap-4">
          <TextArea
            label={words.bannerText}
            hint={words.bannerTextHint}
            maxLength={300}
            value={fields.bannerText}
            onChange={(event) => set({ bannerText: event.target.value })}
          />
          <Segmented
            legend={words.bannerTone}
            hint={words.bannerToneHint}
            options={(['note', 'warning'] as const).map((value) => ({ value, label: words.bannerTones[value] }))}
            value={fields.bannerTone}
            onChoose={(bannerTone) => set({ bannerTone })}
          />
        </div>
        {source('banner')}
      </Section>
      <Section title={words.hosts}>
        <TextArea
          label={words.hosts}
          hint={words.hostsHint}
          problem={badHosts.length === 0 ? undefined : words.badHosts(badHosts.join(', '))}
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
          value={fields.hosts}
          onChange={(event) => set({ hosts: event.target.value })}
        />
        {source('outboundAllowedHosts')}
      </Section>
      <Section title={words.limits}>
        <div className="grid gap-4">
          <NumberField {...number} name="messagesPerMinute" label={words.messagesPerMinute} />
          <NumberField {...number} name="filesPerMinute" label={words.filesPerMinute} />
          <NumberField {...number} name="agentsPerHour" label={words.agentsPerHour} />
        </div>
        {source('limits')}
      </Section>
      <Section title={words.retention}>
        <NumberField {...number} name="eventDays" label={words.eventDays} hint={words.eventDaysHint} />
        {source('eventDays')}
        <div className="mt-4">
          <NumberField {...number} name="auditDays" label={words.auditDays} hint={words.auditDaysHint} />
          {source('auditDays')}
        </div>
      </Section>
      <div className="sticky -bottom-12 mt-8 border-t border-line bg-paper py-3 max-md:-bottom-8">
        <Meanwhile known={known} names={meanwhile} />
        <div className="flex flex-wrap items-center gap-3">
          <Button
            kind="fill"
            disabled={touched.length === 0 || bad.length > 0}
            onClick={() => touched.length > 0 && bad.length === 0 && setAsking(true)}
          >
            {words.save}
          </Button>
          {touched.length > 0 && <Button onClick={discard}>{words.discard}</Button>}
          <span role="status" className="type-caption text-ink-2">
            {isSaved ? words.saved : touched.length > 0 && words.changed}
          </span>
          <LastChange of={known.lastChange} />
        </div>
      </div>
      <ReasonDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        deed={{
          title: words.saveTitle,
          what: words.saveWhat(touched.map((name) => words.names[name]).join(', ')),
          act: words.save,
          acting: words.saving,
          run: save,
        }}
      />
    </div>
  );
}
