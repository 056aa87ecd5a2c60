'use client';

import { pageText } from '#components/text/page-text.ts';
import { KeyList } from './key-list.tsx';
import { ownKeys } from './keys-data.ts';
import { SettingsPage } from './settings-page.tsx';

export function Keys() {
  return (
    <SettingsPage title={pageText.settings.keys}>
      <p className="mb-4 max-w-[60ch] text-pretty text-ink-2">{pageText.keys.lede}</p>
      <KeyList ring={ownKeys} />
    </SettingsPage>
  );
}
