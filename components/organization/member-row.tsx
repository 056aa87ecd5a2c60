'use client';

import { ChevronRight } from 'lucide-react';
import type { OrganizationMember } from '#lib/contract/organizations.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { organizationText } from '#components/text/organization-text.ts';
import { ShortDate } from '#components/ui/short-date.tsx';
import { Cell, Row } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { MemberActs } from './member-acts.tsx';

const words = organizationText.members;

/** One member; their name opens, under the row, what can be done. */
export function MemberRow({ member, isOpen, onToggle }: MemberRowProps) {
  const { userId, name, email, role, joinedAt, isDisabled } = member;
  const isReader = useReader().id === userId;
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
            {isDisabled && <Tag>{words.disabled}</Tag>}
            {isReader && <span className="type-caption text-ink-3">{words.you}</span>}
          </span>
        </Cell>
        <Cell className="whitespace-normal! text-ink-2 wrap-anywhere">{email}</Cell>
        <Cell place="state">{organizationText.roles[role]}</Cell>
        <Cell place="rest" isNumber className="text-ink-2 max-md:col-span-2 max-md:pl-5 max-md:text-start">
          <span className="wrap-anywhere md:hidden">{email}, </span>
          <ShortDate at={joinedAt} />
        </Cell>
      </Row>
      {isOpen && (
        <tr className="border-b border-line max-md:block">
          <td colSpan={4} className="pt-2 pb-6 pl-5 max-md:block max-md:pl-0">
            <MemberActs member={member} isReader={isReader} />
          </td>
        </tr>
      )}
    </>
  );
}

interface MemberRowProps {
  member: OrganizationMember;
  isOpen: boolean;
  onToggle: () => void;
}
