'use client';

import type { ReactNode } from 'react';
import type { AuditAction, AuditPage } from '#lib/contract/audit.ts';
import { auditText } from '#components/text/audit-text.ts';
import { Choice } from '../table/choice.tsx';
import { Filters } from '../table/filters.tsx';
import { given } from '../table/given.ts';
import { Listed } from '../table/listed.tsx';
import { SearchField } from '../table/search-field.tsx';
import { useCursor } from '../table/use-address.ts';
import { useChoice } from '../table/use-choice.ts';
import { useListed } from '../table/use-listed.ts';
import { useSearch } from '../table/use-search.ts';
import { AuditTable } from './audit-table.tsx';

const words = auditText;

export interface AuditAsked {
  actorId?: string;
  action?: AuditAction;
  subjectId?: string;
  organizationId?: string;
  cursor?: string;
}

/**
 * What was done, filtered and paged by the address. Whose log it is, is up to `ask`: all of it for an operator, an
 * organization's for those who run it. Without `hrefOf` a line leads nowhere.
 */
export function AuditLog({ name, ask, hrefOf, isOfAll = false, end }: AuditLogProps) {
  const actor = useSearch('actor');
  const subject = useSearch('subject');
  const organization = useSearch('organization');
  const [action, chooseAction] = useChoice('action', words.actions);
  const cursor = useCursor();
  const wished = { actorId: actor.search, action, subjectId: subject.search };
  const filters = given<AuditAsked>({ ...wished, ...(isOfAll && { organizationId: organization.search }) });
  const query = useListed(name, given<AuditAsked>({ ...filters, cursor }), ask);
  return (
    <>
      <Filters end={end?.(filters)}>
        <Choice
          label={words.action}
          any={words.anyAction}
          options={words.actions}
          value={action}
          onChoose={chooseAction}
        />
        <SearchField label={words.byActor} value={actor.typed} onChange={actor.setTyped} />
        <SearchField label={words.bySubject} value={subject.typed} onChange={subject.setTyped} />
        {isOfAll && (
          <SearchField label={words.byOrganization} value={organization.typed} onChange={organization.setTyped} />
        )}
      </Filters>
      <Listed<AuditPage> what={words.title} query={query} empty={({ entries }) => nothingOf(entries.length, filters)}>
        {({ entries }) => <AuditTable entries={entries} hrefOf={hrefOf ?? null} />}
      </Listed>
    </>
  );
}

function nothingOf(count: number, filters: object): ReactNode {
  if (count > 0) return null;
  return <p className="mt-3 text-ink-3">{Object.keys(filters).length === 0 ? words.empty : words.noMatch}</p>;
}

interface AuditLogProps {
  /** Of the query: another log is another list. */
  name: string;
  ask: (asked: AuditAsked) => Promise<AuditPage>;
  hrefOf?: (id: number) => string;
  /** It has lines of more than one organization. */
  isOfAll?: boolean;
  /** What can be done with what is listed. */
  end?: (filters: AuditAsked) => ReactNode;
}
