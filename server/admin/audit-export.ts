import { exportedMax, type ExportAuditInput, type ExportedAudit } from '#lib/contract/admin/audit.ts';
import type { AppContext } from '../app-context.ts';
import { csvOf } from '../audit/csv.ts';
import { listAudit } from '../audit/list.ts';

/** The audit log as a file to keep. Bounded: what is more goes on where this one ends. */
export async function exportAudit(
  { sql, clock }: AppContext,
  { format, reason: _reason, ...filters }: ExportAuditInput,
): Promise<ExportedAudit> {
  const { entries, nextCursor } = await listAudit(sql, { ...filters, limit: exportedMax });
  const day = clock.now().toISOString().slice(0, 10);
  return {
    filename: `audit-${day}.${format}`,
    mimeType: format === 'csv' ? 'text/csv' : 'application/json',
    text: format === 'csv' ? csvOf(entries) : JSON.stringify(entries, null, 2),
    entries: entries.length,
    nextCursor,
  };
}
