import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { Appearance } from '#components/settings/appearance.tsx';
import { readAppearance } from '#components/look/appearance.ts';
import { pageText } from '#components/text/page-text.ts';

export const metadata: Metadata = { title: pageText.settings.appearance };

export default async function AppearancePage() {
  return <Appearance chosen={readAppearance(await cookies())} />;
}
