'use client';

import type { AdminDeliveriesInput, AdminDelivery } from '#lib/contract/admin/deliveries.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { deliveryText } from '#components/text/delivery-text.ts';
import { failureWords } from '#components/text/failure-words.ts';
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
import { DeliveryState } from './delivery-state.tsx';
import { EndpointStanding } from './endpoint-standing.tsx';

const words = operationsText.deliveries;
const { states } = deliveryText.log;
const types = deliveryText.log.types as Record<NonNullable<AdminDeliveriesInput['type']>, string>;

type Asked = Partial<Pick<AdminDeliveriesInput, 'sandboxId' | 'conversationId' | 'state' | 'type' | 'way'>> & {
  cursor?: string;
};

/** What all agents were to hear, and what became of it. */
export function DeliveriesPage() {
  const agent = useSearch('sandbox');
  const conversation = useSearch('conversation');
  const [state, chooseState] = useChoice('state', states);
  const [type, chooseType] = useChoice('kind', types);
  const [way, chooseWay] = useChoice('way', words.ways);
  const filters = given<Asked>({ sandboxId: agent.search, conversationId: conversation.search, state, type, way });
  const asked = { ...filters, ...given<Asked>({ cursor: useCursor() }) };
  const query = useListed('deliveries', asked, (one) => trpcClient.admin.deliveries.query(one));
  const nothing = Object.keys(filters).length === 0 ? words.empty : words.noMatch;
  return (
    <AdminPage title={words.title}>
      <Filters>
        <SearchField label={words.byAgent} value={agent.typed} onChange={agent.setTyped} />
        <SearchField label={words.byConversation} value={conversation.typed} onChange={conversation.setTyped} />
        <Choice
          label={operationsText.list.state}
          any={operationsText.list.anyState}
          options={states}
          value={state}
          onChoose={chooseState}
        />
        <Choice
          label={words.kind}
          any={operationsText.list.anyKind}
          options={types}
          value={type}
          onChoose={chooseType}
        />
        <Choice
          label={words.way}
          any={operationsText.list.anyWay}
          options={words.ways}
          value={way}
          onChoose={chooseWay}
        />
      </Filters>
      {agent.search !== '' && <EndpointStanding sandboxId={agent.search} />}
      <Listed
        what={words.title}
        query={query}
        empty={({ deliveries }) => (deliveries.length > 0 ? null : <p className="mt-3 text-ink-3">{nothing}</p>)}
      >
        {({ deliveries }) => <DeliveryTable deliveries={deliveries} />}
      </Listed>
    </AdminPage>
  );
}

function DeliveryTable({ deliveries }: { deliveries: readonly AdminDelivery[] }) {
  return (
    <Table
      label={words.title}
      head={
        <>
          <HeadCell>{words.what}</HeadCell>
          <HeadCell>{words.agent}</HeadCell>
          <HeadCell>{operationsText.list.state}</HeadCell>
          <HeadCell className="max-xl:hidden">{words.why}</HeadCell>
          <HeadCell>{words.way}</HeadCell>
          <HeadCell isNumber>{words.tries}</HeadCell>
          <HeadCell isNumber>{operationsText.list.when}</HeadCell>
        </>
      }
    >
      {deliveries.map((one) => (
        <Row key={one.id}>
          <Cell place="name">
            <RowLink href={`/admin/deliveries/${one.id}`}>{deliveryText.log.types[one.type] ?? one.type}</RowLink>
          </Cell>
          <Cell className="whitespace-normal! text-ink-2 wrap-anywhere">
            <span className="block min-w-[12ch]">{one.sandbox.label}</span>
          </Cell>
          <Cell place="state">
            <DeliveryState of={one.state} />
          </Cell>
          <Cell className="text-ink-2 max-xl:hidden">{whyOf(one)}</Cell>
          <Cell className="text-ink-2">{wayOf(one)}</Cell>
          <Cell isNumber>
            <Count of={one.attempts} />
          </Cell>
          <Cell place="rest" isNumber className="text-ink-2 max-md:col-span-2 max-md:text-start!">
            <span className="md:hidden">
              {one.sandbox.label}, {wayOf(one).toLowerCase()},{' '}
            </span>
            <Ago at={one.createdAt} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function whyOf({ failure }: AdminDelivery): string {
  return failure === null ? operationsText.list.unknown : failureWords(failure);
}

export function wayOf({ way }: Pick<AdminDelivery, 'way'>): string {
  return way === null ? words.notSent : words.ways[way];
}
