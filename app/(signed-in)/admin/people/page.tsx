import type { Metadata } from 'next';
import { People } from '#components/admin/people/people.tsx';
import { adminText } from '#components/text/admin-text.ts';

export const metadata: Metadata = { title: adminText.sections.people };

export default function PeoplePage() {
  return <People />;
}
