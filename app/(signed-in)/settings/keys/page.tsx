import type { Metadata } from 'next';
import { Keys } from '#components/settings/keys.tsx';
import { text } from '#components/text/text.ts';

export const metadata: Metadata = { title: text.settings.keys };

export default function KeysPage() {
  return <Keys />;
}
