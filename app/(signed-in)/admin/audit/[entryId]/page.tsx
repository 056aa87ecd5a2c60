import type { Metadata } from 'next';
import { AuditEntryPage } from '#components/admin/audit/audit-pages.tsx';
import { auditText } from '#components/text/audit-text.ts';

export const metadata: Metadata = { title: auditText.entry };

export default async function AuditEntry({ params }: { params: Promise<{ entryId: string }> }) {
  const { entryId } = await params;
  return <AuditEntryPage id={Number(entryId)} />;
}
