import type { Metadata } from 'next';
import { PushPage } from '#components/admin/pushes/push-page.tsx';
import { operationsText } from '#components/text/operations-text.ts';

export const metadata: Metadata = { title: operationsText.pushes.one };

export default async function Push({ params }: { params: Promise<{ pushId: string }> }) {
  const { pushId } = await params;
  return <PushPage pushId={pushId} />;
}
