'use client';

import type { AdminPush, AdminPushesInput } from '#lib/contract/admin/pushes.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { AdminPage } from '../frame/admin-page.tsx';
import { Choice } from '../table/choice.tsx';
import { Count } from '../table/count.tsx';
import { Filters } from '../table/filters.tsx';
import { given } from '../table/given.ts';
import { Listed } from '../table/listed.tsx';
import { RowLink } from '../table/row-link.tsx';
import { SearchField } from '../table/search-field.tsx';
import { useCursor } from '../table/use-address.ts';
import { useChoice } from '../table/use-choice.ts';
import { useListed } from '../table/use-listed.ts';
import { useSearch } from '../table/use-search.ts';
import { PushState } from './push-state.tsx';

const words = operationsText.pushes;

type Asked = Partial<Pick<AdminPushesInput, 'person' | 'sandboxId' | 'conversationId' | 'state' | 'kind'>> & {
  cursor?: string;
};

/** What people were to be told on their devices, and what became of it. */
export function PushesPage() {
  const person = useSearch('person');
  const agent = useSearch('sandbox');
  const conversation = useSearch('conversation');
  const [state, chooseState] = useChoice('state', words.states);
  const [kind, chooseKind] = useChoice('kind', words.kinds);
  const places = { sandboxId: agent.search, conversationId: conversation.search };
  const filters = given<Asked>({ person: person.search, ...places, state, kind });
  const asked = { ...filters, ...given<Asked>({ cursor: useCursor() }) };
  const query = useListed('pushes', asked, (one) => trpcClient.admin.pushes.query(one));
  const nothing = Object.keys(filters).length === 0 ? words.empty : words.noMatch;
  return (
    <AdminPage title={words.title}>
      <Filters>
        <SearchField label={words.byPerson} value={person.typed} onChange={person.setTyped} />
        <SearchField label={words.byAgent} value={agent.typed} onChange={agent.setTyped} />
        <SearchField label={words.byConversation} value={conversation.typed} onChange={conversation.setTyped} />
        <Choice
          label={operationsText.list.state}
          any={operationsText.list.anyState}
          options={words.states}
          value={state}
          onChoose={chooseState}
        />
        <Choice
          label={words.kind}
          any={operationsText.list.anyKind}
          options={words.kinds}
          value={kind}
          onChoose={chooseKind}
        />
      </Filters>
      <Listed
        what={words.title}
        query={query}
        empty={({ pushes }) => (pushes.length > 0 ? null : <p className="mt-3 text-ink-3">{nothing}</p>)}
      >
        {({ pushes }) => <PushTable pushes={pushes} />}
      </Listed>
    </AdminPage>
  );
}

function PushTable({ pushes }: { pushes: readonly AdminPush[] }) {
  return (
    <Table
      label={words.title}
      head={
        <>
          <HeadCell>{words.kind}</HeadCell>
          <HeadCell>{words.person}</HeadCell>
          <HeadCell>{operationsText.list.state}</HeadCell>
          <HeadCell isNumber>{words.devices}</HeadCell>
          <HeadCell isNumber>{operationsText.list.when}</HeadCell>
        </>
      }
    >
      {pushes.map((push) => (
        <Row key={push.id}>
          <Cell place="name">
            <RowLink href={`/admin/pushes/${push.id}`}>{words.kinds[push.kind]}</RowLink>
          </Cell>
          <Cell className="whitespace-normal! text-ink-2 wrap-anywhere">
            <span className="block min-w-[12ch]">{push.person.name}</span>
          </Cell>
          <Cell place="state">
            <PushState push={push} />
          </Cell>
          <Cell isNumber>
            <Count of={push.devices} />
          </Cell>
          <Cell place="rest" isNumber className="text-ink-2 max-md:col-span-2 max-md:text-start!">
            <span className="md:hidden">{push.person.name}, </span>
            <Ago at={push.createdAt} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
