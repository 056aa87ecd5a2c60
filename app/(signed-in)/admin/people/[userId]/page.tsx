import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Person } from '#components/admin/people/person.tsx';
import { adminText } from '#components/text/admin-text.ts';
import { userIdSchema } from '#lib/contract/ids.ts';

export const metadata: Metadata = { title: adminText.sections.people };

export default async function PersonPage({ params }: { params: Promise<{ userId: string }> }) {
  const userId = userIdSchema.safeParse((await params).userId);
  if (!userId.success) notFound();
  return <Person key={userId.data} userId={userId.data} />;
}
