import type { Metadata } from 'next';
import { People } from '#components/admin/people.tsx';
import { text } from '#components/text/text.ts';

export const metadata: Metadata = { title: text.people.title };

export default function PeoplePage() {
  return <People />;
}
