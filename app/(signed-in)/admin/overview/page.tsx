import type { Metadata } from 'next';
import { Overview } from '#components/admin/overview/overview.tsx';
import { adminText } from '#components/text/admin-text.ts';

export const metadata: Metadata = { title: adminText.sections.overview };

export default function OverviewPage() {
  return <Overview />;
}
