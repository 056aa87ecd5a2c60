import type { Metadata } from 'next';
import { SettingsIndex } from '#components/settings/settings-index.tsx';
import { pageText } from '#components/text/page-text.ts';

export const metadata: Metadata = { title: pageText.settings.title };

export default function SettingsIndexPage() {
  return <SettingsIndex />;
}
