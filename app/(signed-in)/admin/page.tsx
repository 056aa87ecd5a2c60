import type { Metadata } from 'next';
import { AdminIndex } from '#components/admin/frame/admin-index.tsx';
import { adminText } from '#components/text/admin-text.ts';

export const metadata: Metadata = { title: adminText.frame.title };

export default function AdminIndexPage() {
  return <AdminIndex />;
}
