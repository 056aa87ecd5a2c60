'use client';

import { Loaded } from '#components/settings/loaded.tsx';
import { operationsText } from '#components/text/operations-text.ts';
import { AdminPage } from '../frame/admin-page.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useSettings } from './use-settings-form.ts';

const words = operationsText.settings;

/** What operators set for everybody. */
export function OwnSettingsPage() {
  return (
    <AdminPage title={words.title} width="form">
      <p className="mb-6 max-w-[60ch] text-ink-2">{words.lede}</p>
      <Loaded what={words.title} query={useSettings()}>
        {(known) => <SettingsForm known={known} />}
      </Loaded>
    </AdminPage>
  );
}
