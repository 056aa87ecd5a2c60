import type { Metadata } from 'next';
import { DeliveryPage } from '#components/admin/deliveries/delivery-page.tsx';
import { operationsText } from '#components/text/operations-text.ts';

export const metadata: Metadata = { title: operationsText.deliveries.one };

export default async function Delivery({ params }: { params: Promise<{ deliveryId: string }> }) {
  const { deliveryId } = await params;
  return <DeliveryPage deliveryId={deliveryId} />;
}
