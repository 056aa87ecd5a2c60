import type { Metadata } from 'next';
import { PushesPage } from '#components/admin/pushes/pushes-page.tsx';
import { operationsText } from '#components/text/operations-text.ts';

export const metadata: Metadata = { title: operationsText.pushes.title };

export default function Pushes() {
  return <PushesPage />;
}
