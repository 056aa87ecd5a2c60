import type { Metadata } from 'next';
import { DeliveriesPage } from '#components/admin/deliveries/deliveries-page.tsx';
import { operationsText } from '#components/text/operations-text.ts';

export const metadata: Metadata = { title: operationsText.deliveries.title };

export default function Deliveries() {
  return <DeliveriesPage />;
}
