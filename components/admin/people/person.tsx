'use client';

import type { PersonDetail } from '#lib/contract/admin/people.ts';
import { Loaded } from '#components/settings/loaded.tsx';
import { peopleText as words } from '#components/text/admin-people-text.ts';
import { CopyId } from '#components/ui/copy-id.tsx';
import { Section } from '#components/ui/section.tsx';
import { ShortDate } from '#components/ui/short-date.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { AdminPage } from '../frame/admin-page.tsx';
import { FactList } from '../parts/fact-list.tsx';
import { LastSeen, PersonState } from './people-list.tsx';
import { usePerson } from './people-data.ts';
import { PersonActs } from './person-acts.tsx';
import { PersonDevices } from './person-devices.tsx';
import { PersonKeys } from './person-keys.tsx';
import { PersonPlaces } from './person-places.tsx';
import { PersonSessions } from './person-sessions.tsx';

/** One account: what there is of it, and what can be done about it. Nothing of what they say. */
export function Person({ userId }: { userId: string }) {
  const query = usePerson(userId);
  const up = { href: '/admin/people', name: words.title };
  return (
    <AdminPage title={query.data?.name ?? words.title} up={up} width="overview">
      <Loaded what={words.title} query={query}>
        {(person) => (
          <>
            <About person={person} />
            <PersonActs person={person} />
            <PersonSessions person={person} />
            <PersonDevices person={person} />
            <PersonKeys person={person} />
            <PersonPlaces person={person} />
          </>
        )}
      </Loaded>
    </AdminPage>
  );
}

function About({ person }: { person: PersonDetail }) {
  return (
    <Section title={words.about}>
      <FactList>
        <dt>{words.state}</dt>
        <dd className="flex flex-wrap items-center gap-2">
          <PersonState isDisabled={person.disabledAt !== null} />
          {person.isOperator && <Tag>{words.operator}</Tag>}
        </dd>
        <dt>{words.email}</dt>
        <dd>{person.email}</dd>
        <dt>{words.password}</dt>
        <dd>{person.hasPassword ? words.hasPassword : <span className="text-ink-3">{words.hasNone}</span>}</dd>
        <dt>{words.lastSeen}</dt>
        <dd>
          <LastSeen at={person.lastSeenAt} />
        </dd>
        <dt>{words.joined}</dt>
        <dd>
          <ShortDate at={person.createdAt} />
        </dd>
        <dt>{words.conversations}</dt>
        <dd className="digits">{person.conversations.toLocaleString('en-GB')}</dd>
        <dt>{words.id}</dt>
        <dd>
          <CopyId id={person.id} />
        </dd>
      </FactList>
    </Section>
  );
}
