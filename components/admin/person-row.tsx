'use client';

import { ChevronRight } from 'lucide-react';
import type { Person } from '#lib/contract/accounts.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { pageText } from '#components/text/page-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { PresenceDot } from '#components/ui/presence-dot.tsx';
import { ShortDate } from '#components/ui/short-date.tsx';
import { Cell, Row } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { PersonDetails } from './person-details.tsx';

/** One person; their name opens, under the row, what an operator can see and do. */
export function PersonRow({ person, isOpen, onToggle }: PersonRowProps) {
  const { name, email, isOperator, createdAt } = person;
  const isReader = useReader().id === person.id;
  return (
    <>
      <Row>
        <Cell place="name">
          <span className="flex items-center gap-2 md:min-w-[18ch]">
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={onToggle}
              className="touch-room -ml-1 flex min-w-0 items-center gap-1.5 rounded-control px-1 text-start type-label wrap-break-word whitespace-normal"
            >
              <ChevronRight
                aria-hidden="true"
                className={`size-3.5 text-ink-2 transition-transform duration-(--t-fast) ${isOpen ? 'rotate-90' : ''}`}
                strokeWidth={2}
              />
              {name}
            </button>
            {isOperator && <Tag>{pageText.people.operator}</Tag>}
            {isReader && <span className="type-caption text-ink-3">{pageText.people.you}</span>}
          </span>
        </Cell>
        <Cell className="whitespace-normal! text-ink-2 wrap-anywhere">
          <span className="block min-w-[22ch]">{email}</span>
        </Cell>
        <Cell place="state">
          <State isDisabled={person.disabledAt !== null} />
        </Cell>
        <Cell place="rest" className="text-ink-2 wrap-anywhere max-md:col-span-2 max-md:pl-5">
          <span className="md:hidden">{email}, </span>
          <LastSeen at={person.lastSeenAt} />
        </Cell>
        <Cell isNumber className="text-ink-2 max-xl:hidden">
          <ShortDate at={createdAt} />
        </Cell>
      </Row>
      {isOpen && (
        <tr className="border-b border-line max-md:block">
          <td colSpan={5} className="pt-2 pb-6 pl-5 max-md:block max-md:pl-0">
            <PersonDetails person={person} />
          </td>
        </tr>
      )}
    </>
  );
}

interface PersonRowProps {
  person: Person;
  isOpen: boolean;
  onToggle: () => void;
}

function State({ isDisabled }: { isDisabled: boolean }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <PresenceDot state={isDisabled ? 'failed' : 'here'} shape="person" />
      {isDisabled ? pageText.people.disabled : pageText.people.active}
    </span>
  );
}

function LastSeen({ at }: { at: number | null }) {
  return at === null ? <span className="text-ink-3">{pageText.people.notYet}</span> : <Ago at={at} />;
}
