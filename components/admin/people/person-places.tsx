import type { PersonDetail } from '#lib/contract/admin/people.ts';
import { peopleText as words } from '#components/text/admin-people-text.ts';
import { sandboxText } from '#components/text/admin-sandbox-text.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { Section } from '#components/ui/section.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { RowLink } from '../table/row-link.tsx';
import { LastSeen } from './people-list.tsx';

/** Where they belong, what is theirs, and by whom else they are known. */
export function PersonPlaces({ person }: { person: PersonDetail }) {
  return (
    <>
      <Organizations organizations={person.organizations} />
      <Sandboxes sandboxes={person.sandboxes} />
      <Identities identities={person.identities} />
    </>
  );
}

function Organizations({ organizations }: Pick<PersonDetail, 'organizations'>) {
  return (
    <Section title={words.organizations}>
      {organizations.length === 0 ? (
        <p className="text-ink-3">{words.noOrganizations}</p>
      ) : (
        <Table
          label={words.organizations}
          head={
            <>
              <HeadCell>{words.name}</HeadCell>
              <HeadCell>{words.role}</HeadCell>
            </>
          }
        >
          {organizations.map(({ id, name, role }) => (
            <Row key={id}>
              <Cell place="name" className="whitespace-normal! wrap-anywhere">
                <RowLink href={`/organizations/${id}`}>{name}</RowLink>
              </Cell>
              <Cell place="state" className="text-ink-2">
                {words.roles[role]}
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </Section>
  );
}

function Sandboxes({ sandboxes }: Pick<PersonDetail, 'sandboxes'>) {
  return (
    <Section title={words.sandboxes}>
      {sandboxes.length === 0 ? (
        <p className="text-ink-3">{words.noSandboxes}</p>
      ) : (
        <Table
          label={words.sandboxes}
          head={
            <>
              <HeadCell>{sandboxText.sandbox}</HeadCell>
              <HeadCell>{sandboxText.status}</HeadCell>
              <HeadCell>{sandboxText.runtime}</HeadCell>
            </>
          }
        >
          {sandboxes.map(({ sandboxId, label, flag, status, runtime }) => (
            <Row key={sandboxId}>
              <Cell place="name" className="whitespace-normal! wrap-anywhere">
                <span className="flex items-center gap-2.5">
                  <AgentFlag letter={flag} />
                  <RowLink href={`/admin/sandboxes/${sandboxId}`}>{label}</RowLink>
                </span>
              </Cell>
              <Cell place="state" className="text-ink-2">
                {sandboxText.statuses[status]}
              </Cell>
              <Cell place="rest" className="text-ink-2">
                {sandboxText.runtimes[runtime]}
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </Section>
  );
}

function Identities({ identities }: Pick<PersonDetail, 'identities'>) {
  return (
    <Section title={words.identities}>
      {identities.length === 0 ? (
        <p className="text-ink-3">{words.noIdentities}</p>
      ) : (
        <Table
          label={words.identities}
          head={
            <>
              <HeadCell>{words.issuer}</HeadCell>
              <HeadCell>{words.id}</HeadCell>
              <HeadCell>{words.lastUsed}</HeadCell>
            </>
          }
        >
          {identities.map(({ issuer, subject, lastUsedAt }) => (
            <Row key={`${issuer} ${subject}`}>
              <Cell place="name" className="type-label whitespace-normal! wrap-anywhere">
                {issuer}
              </Cell>
              <Cell className="font-mono text-caption text-ink-3">{subject}</Cell>
              <Cell place="rest" className="text-ink-2">
                <LastSeen at={lastUsedAt} />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </Section>
  );
}
