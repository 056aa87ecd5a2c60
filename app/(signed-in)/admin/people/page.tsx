import type { Metadata } from 'next';
import { People } from '#components/admin/people.tsx';
import { pageText } from '#components/text/page-text.ts';

export const metadata: Metadata = { title: pageText.people.title };

export default function PeoplePage() {
  return <People />;
}
