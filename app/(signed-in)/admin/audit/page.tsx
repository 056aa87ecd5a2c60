import type { Metadata } from 'next';
import { AuditPage } from '#components/admin/audit/audit-pages.tsx';
import { operationsText } from '#components/text/operations-text.ts';

export const metadata: Metadata = { title: operationsText.audit.title };

export default function Audit() {
  return <AuditPage />;
}
