'use client';

import type { AuditEntry } from '#lib/contract/audit.ts';
import { auditText } from '#components/text/audit-text.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { RowLink } from '../table/row-link.tsx';
import { Outcome } from './outcome.tsx';

const words = auditText;

/** A line that leads nowhere says itself from where it was done. */
export function AuditTable({ entries, hrefOf }: AuditTableProps) {
  return (
    <Table
      label={words.title}
      head={
        <>
          <HeadCell>{words.action}</HeadCell>
          <HeadCell>{words.subject}</HeadCell>
          <HeadCell>{words.actor}</HeadCell>
          <HeadCell className="max-xl:hidden">{words.reason}</HeadCell>
          <HeadCell>{words.outcome}</HeadCell>
          <HeadCell isNumber>{operationsText.list.when}</HeadCell>
        </>
      }
    >
      {entries.map((entry) => (
        <Row key={entry.id}>
          <Cell place="name">
            {hrefOf === null ? (
              words.actions[entry.action]
            ) : (
              <RowLink href={hrefOf(entry.id)}>{words.actions[entry.action]}</RowLink>
            )}
          </Cell>
          <Cell className="whitespace-normal! text-ink-2 wrap-anywhere">
            <span className="block min-w-[14ch]">{subjectOf(entry)}</span>
          </Cell>
          <Cell className="whitespace-normal! text-ink-2 wrap-anywhere">
            <span className="block min-w-[10ch]">{entry.actor.name === '' ? entry.actor.id : entry.actor.name}</span>
            {hrefOf === null && <span className="block type-caption text-ink-3">{entry.address}</span>}
          </Cell>
          <Cell className="whitespace-normal! text-ink-2 wrap-anywhere max-xl:hidden">
            <span className="line-clamp-2">{entry.reason ?? operationsText.list.unknown}</span>
          </Cell>
          <Cell place="state">
            <Outcome of={entry.outcome} />
          </Cell>
          <Cell place="rest" isNumber className="text-ink-2 max-md:col-span-2 max-md:text-start!">
            <span className="md:hidden">
              {[entry.actor.name, subjectOf(entry), ...(hrefOf === null ? [entry.address] : [])].join(', ')},{' '}
            </span>
            <Ago at={entry.at} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

interface AuditTableProps {
  entries: readonly AuditEntry[];
  hrefOf: ((id: number) => string) | null;
}

/** As it was called then; what has no name is called by its kind. */
export function subjectOf({ subject }: Pick<AuditEntry, 'subject'>): string {
  return subject.name ?? words.subjects[subject.kind];
}
