import type { Metadata } from 'next';
import { AuditPage } from '#components/admin/audit/audit-pages.tsx';
import { auditText } from '#components/text/audit-text.ts';

export const metadata: Metadata = { title: auditText.title };

export default function Audit() {
  return <AuditPage />;
}
