import type { Metadata } from 'next';
import { SettingsIndex } from '#components/settings/settings-index.tsx';
import { text } from '#components/text/text.ts';

export const metadata: Metadata = { title: text.settings.title };

export default function SettingsIndexPage() {
  return <SettingsIndex />;
}
