import type { Metadata } from 'next';
import { Keys } from '#components/settings/keys.tsx';
import { pageText } from '#components/text/page-text.ts';

export const metadata: Metadata = { title: pageText.settings.keys };

export default function KeysPage() {
  return <Keys />;
}
