import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AdminSandbox } from '#components/admin/sandboxes/sandbox.tsx';
import { adminText } from '#components/text/admin-text.ts';
import { sandboxIdSchema } from '#lib/contract/ids.ts';

export const metadata: Metadata = { title: adminText.sections.sandboxes };

export default async function SandboxPage({ params }: { params: Promise<{ sandboxId: string }> }) {
  const sandboxId = sandboxIdSchema.safeParse((await params).sandboxId);
  if (!sandboxId.success) notFound();
  return <AdminSandbox key={sandboxId.data} sandboxId={sandboxId.data} />;
}
