import type { Metadata } from 'next';
import { EventsPage } from '#components/admin/events/events-page.tsx';
import { operationsText } from '#components/text/operations-text.ts';

export const metadata: Metadata = { title: operationsText.events.title };

export default function Events() {
  return <EventsPage />;
}
