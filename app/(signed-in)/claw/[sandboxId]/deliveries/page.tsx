import type { Metadata } from 'next';
import { Deliveries } from '#components/agent/deliveries/deliveries.tsx';
import { deliveryText } from '#components/text/delivery-text.ts';

export const metadata: Metadata = { title: deliveryText.log.page };

export default async function DeliveriesPage({ params }: { params: Promise<{ sandboxId: string }> }) {
  const { sandboxId } = await params;
  return <Deliveries sandboxId={sandboxId} />;
}
