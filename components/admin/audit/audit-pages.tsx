'use client';

import { useQuery } from '@tanstack/react-query';
import { trpcClient } from '#components/data/trpc.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { deviceOf } from '#components/settings/device-words.ts';
import { Loaded } from '#components/settings/loaded.tsx';
import { auditText } from '#components/text/audit-text.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { exactTime } from '#components/text/times.ts';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Section } from '#components/ui/section.tsx';
import type { AuditEntry } from '#lib/contract/audit.ts';
import { AdminPage } from '../frame/admin-page.tsx';
import { About, Fact } from '../table/about.tsx';
import { Ways } from '../table/ways.tsx';
import { AuditLog } from './audit-log.tsx';
import { subjectOf } from './audit-table.tsx';
import { ExportAudit } from './export-audit.tsx';
import { Outcome } from './outcome.tsx';

const words = auditText;

/** Everything that was done here. */
export function AuditPage() {
  return (
    <AdminPage title={words.title}>
      <p className="mb-4 max-w-[72ch] text-ink-2">{words.lede}</p>
      <AuditLog
        name="audit"
        isOfAll
        ask={(asked) => trpcClient.admin.audit.query(asked)}
        hrefOf={(id) => `/admin/audit/${id}`}
        end={(filters) => <ExportAudit filters={filters} />}
      />
    </AdminPage>
  );
}

export function AuditEntryPage({ id }: { id: number }) {
  const query = useQuery({
    queryKey: ['admin', 'audit-entry', id],
    queryFn: () => trpcClient.admin.auditEntry.query({ id }),
  });
  return (
    <AdminPage
      title={query.data === undefined ? words.entry : words.actions[query.data.action]}
      up={{ href: '/admin/audit', name: words.title }}
    >
      <Loaded what={words.entry} query={query}>
        {(entry) => <Entry entry={entry} />}
      </Loaded>
    </AdminPage>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { timeZone } = useClock();
  const { subject, actor, organizationId, reason, address, userAgent, outcome, code, detail } = entry;
  return (
    <>
      <About>
        <Fact name={words.actor} id={actor.id}>
          {actor.name}
        </Fact>
        <Fact name={words.subject} id={subject.id}>
          {subjectOf(entry)}
        </Fact>
        {organizationId !== null && <Fact name={words.organization} id={organizationId} />}
        <Fact name={operationsText.list.when}>{exactTime(entry.at, timeZone)}</Fact>
        <Fact name={words.reason}>{reason ?? words.noReason}</Fact>
        <Fact name={words.from}>{address === '' ? operationsText.list.unknown : address}</Fact>
        <Fact name={words.device}>{deviceOf(userAgent).words}</Fact>
        <Fact name={words.outcome}>
          <Outcome of={outcome} />
        </Fact>
        {code !== null && <Fact name={words.code}>{code}</Fact>}
      </About>
      <p className="mt-3 max-w-[60ch] text-ink-2">{words.outcomeWhy[outcome]}</p>
      <Ways ways={othersOf(entry)} />
      <Section title={words.detail}>
        <CodeBlock name="json" code={JSON.stringify(detail, null, 2)} />
      </Section>
    </>
  );
}

/** What else the same person did, and what else was done to the same thing. */
function othersOf(entry: AuditEntry) {
  const { actor, subject } = entry;
  return [
    [`/admin/audit?actor=${encodeURIComponent(actor.id)}`, words.allBy(actor.name)],
    [`/admin/audit?subject=${encodeURIComponent(subject.id)}`, words.allTo(subjectOf(entry))],
  ] as const;
}
