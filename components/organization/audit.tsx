'use client';

import type { AuditEntry } from '#lib/contract/audit.ts';
import { Listed } from '#components/admin/table/listed.tsx';
import { useCursor } from '#components/admin/table/use-address.ts';
import { deedWords, organizationText } from '#components/text/organization-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { useThisOrganization } from './organization-context.ts';
import { useOrganizationAudit } from './organization-data.ts';
import { OrganizationPage } from './organization-page.tsx';

const words = organizationText.audit;

export function OrganizationAudit() {
  const { organizationId } = useThisOrganization();
  const query = useOrganizationAudit(organizationId, useCursor());
  return (
    <OrganizationPage title={organizationText.frame.audit}>
      <p className="mb-4 max-w-[60ch] text-ink-2">{words.lede}</p>
      <Listed
        what={organizationText.frame.audit}
        query={query}
        empty={({ entries }) => (entries.length === 0 ? <p className="text-ink-3">{words.empty}</p> : null)}
      >
        {({ entries }) => (
          <Table label={organizationText.frame.audit} head={<Head />}>
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </Table>
        )}
      </Listed>
    </OrganizationPage>
  );
}

function Head() {
  return (
    <>
      <HeadCell>{words.what}</HeadCell>
      <HeadCell>{words.subject}</HeadCell>
      <HeadCell>{words.who}</HeadCell>
      <HeadCell>{words.why}</HeadCell>
      <HeadCell>{words.from}</HeadCell>
      <HeadCell isNumber>{words.when}</HeadCell>
    </>
  );
}

function Entry({ entry: { at, actor, action, subject, reason, address, outcome } }: { entry: AuditEntry }) {
  const of = subject.name ?? subject.id;
  return (
    <Row>
      <Cell place="name" className="max-md:whitespace-normal">
        <span className="inline-flex flex-wrap items-baseline gap-x-2">
          {deedWords[action] ?? action}
          {outcome !== 'done' && <Tag>{words.outcomes[outcome]}</Tag>}
        </span>
      </Cell>
      <Cell className="whitespace-normal! wrap-anywhere">{of}</Cell>
      <Cell className="whitespace-normal! wrap-anywhere">{actor.name}</Cell>
      <Cell className="whitespace-normal! text-ink-2 wrap-anywhere">{reason}</Cell>
      <Cell className="digits text-ink-2">{address}</Cell>
      <Cell place="rest" isNumber className="text-ink-2 max-md:col-span-2 max-md:text-start">
        <span className="wrap-anywhere md:hidden">
          {actor.name}, {of},{' '}
        </span>
        <Ago at={at} />
      </Cell>
    </Row>
  );
}
