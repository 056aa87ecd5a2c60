import type { Metadata } from 'next';
import { Sandboxes } from '#components/admin/sandboxes/sandboxes.tsx';
import { adminText } from '#components/text/admin-text.ts';

export const metadata: Metadata = { title: adminText.sections.sandboxes };

export default function SandboxesPage() {
  return <Sandboxes />;
}
