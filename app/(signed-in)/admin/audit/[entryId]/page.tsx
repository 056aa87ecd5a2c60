import type { Metadata } from 'next';
import { AuditEntryPage } from '#components/admin/audit/audit-pages.tsx';
import { operationsText } from '#components/text/operations-text.ts';

export const metadata: Metadata = { title: operationsText.audit.entry };

export default async function AuditEntry({ params }: { params: Promise<{ entryId: string }> }) {
  const { entryId } = await params;
  return <AuditEntryPage id={Number(entryId)} />;
}
