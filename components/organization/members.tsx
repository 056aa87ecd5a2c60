'use client';

import { useState } from 'react';
import type { OrganizationMember } from '#lib/contract/organizations.ts';
import { Listed } from '#components/admin/table/listed.tsx';
import { SearchField } from '#components/admin/table/search-field.tsx';
import { useCursor } from '#components/admin/table/use-address.ts';
import { useSearch } from '#components/admin/table/use-search.ts';
import { FocusHome } from '#components/settings/focus-home.tsx';
import { organizationText } from '#components/text/organization-text.ts';
import { HeadCell, Table } from '#components/ui/table.tsx';
import { Invitations } from './invitations.tsx';
import { MemberRow } from './member-row.tsx';
import { useThisOrganization } from './organization-context.ts';
import { useOrganizationMembers } from './organization-data.ts';
import { OrganizationPage } from './organization-page.tsx';

const words = organizationText.members;

export function OrganizationMembers() {
  const { organizationId } = useThisOrganization();
  const { search, typed, setTyped } = useSearch();
  const query = useOrganizationMembers(organizationId, { search, cursor: useCursor() });
  return (
    <OrganizationPage title={organizationText.frame.members}>
      <div className="mb-2">
        <SearchField label={words.search} value={typed} onChange={setTyped} />
      </div>
      <Listed
        what={organizationText.frame.members}
        query={query}
        empty={({ members }) =>
          members.length === 0 ? <p className="mt-3 text-ink-3">{words.noMatch(search)}</p> : null
        }
      >
        {({ members }) => (
          <FocusHome count={members.length}>
            <MemberTable members={members} />
          </FocusHome>
        )}
      </Listed>
      <Invitations organizationId={organizationId} />
    </OrganizationPage>
  );
}

function MemberTable({ members }: { members: readonly OrganizationMember[] }) {
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <Table
      label={organizationText.frame.members}
      head={
        <>
          <HeadCell>{words.name}</HeadCell>
          <HeadCell>{words.email}</HeadCell>
          <HeadCell>{words.role}</HeadCell>
          <HeadCell isNumber>{words.since}</HeadCell>
        </>
      }
    >
      {members.map((member) => (
        <MemberRow
          key={member.userId}
          member={member}
          isOpen={member.userId === openId}
          onToggle={() => setOpenId(member.userId === openId ? null : member.userId)}
        />
      ))}
    </Table>
  );
}
