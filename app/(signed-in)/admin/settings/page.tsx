import type { Metadata } from 'next';
import { OwnSettingsPage } from '#components/admin/settings/own-settings-page.tsx';
import { operationsText } from '#components/text/operations-text.ts';

export const metadata: Metadata = { title: operationsText.settings.title };

export default function Settings() {
  return <OwnSettingsPage />;
}
