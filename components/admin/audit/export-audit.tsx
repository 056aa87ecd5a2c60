'use client';

import { useState } from 'react';
import type { ExportedAudit } from '#lib/contract/admin/audit.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { auditText } from '#components/text/audit-text.ts';
import { DeedButton } from '../deed-button.tsx';
import type { AuditAsked } from './audit-log.tsx';

const words = auditText;
type Format = 'csv' | 'json';

/** What is listed as a file. What doesn't fit into one file goes into the next, which is offered then. */
export function ExportAudit({ filters }: { filters: AuditAsked }) {
  const [rest, setRest] = useState<{ cursor: string; count: number; of: string } | null>(null);
  const of = JSON.stringify(filters);
  const older = rest !== null && rest.of === of ? rest : null;
  const run = async (format: Format, reason: string) => {
    const made = await trpcClient.admin.exportAudit.mutate({
      ...filters,
      format,
      reason,
      ...(older !== null && { cursor: older.cursor }),
    });
    save(made);
    setRest(made.nextCursor === null ? null : { cursor: made.nextCursor, count: made.entries, of });
  };
  return (
    <>
      {(['csv', 'json'] as const).map((format) => {
        const name = format.toUpperCase();
        return (
          <DeedButton
            key={format}
            deed={{
              title: words.exportTitle,
              what: words.exportWhat(name),
              act: words.exportAct(name),
              acting: words.exporting,
              run: (reason) => run(format, reason),
            }}
          >
            {words.exportAct(name)}
          </DeedButton>
        );
      })}
      <span role="status" className="type-caption text-ink-2 empty:hidden">
        {older !== null && words.exportRest(older.count)}
      </span>
    </>
  );
}

function save({ text, mimeType, filename }: ExportedAudit): void {
  const href = URL.createObjectURL(new Blob([text], { type: `${mimeType};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = href;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(href);
}
