'use client';

import type { AdminEvent } from '#lib/contract/admin/events.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';

const words = operationsText.events;

export function EventTable({ events }: { events: readonly AdminEvent[] }) {
  return (
    <Table
      label={words.title}
      head={
        <>
          <HeadCell isNumber>{words.position}</HeadCell>
          <HeadCell>{words.type}</HeadCell>
          <HeadCell>{words.payload}</HeadCell>
          <HeadCell isNumber>{words.bytes}</HeadCell>
          <HeadCell className="max-xl:hidden">{words.for}</HeadCell>
          <HeadCell isNumber>{operationsText.list.when}</HeadCell>
        </>
      }
    >
      {events.map((event) => (
        <Row key={event.seq}>
          <Cell place="state" isNumber>
            {event.seq}
          </Cell>
          <Cell place="name" className="type-label">
            {event.type}
          </Cell>
          <Cell className="whitespace-normal! text-ink-2">
            <Fields of={event.fields} />
          </Cell>
          <Cell isNumber>{event.bytes}</Cell>
          <Cell className="text-ink-2 max-xl:hidden">{readersOf(event)}</Cell>
          <Cell place="rest" isNumber className="text-ink-2 max-md:col-span-2 max-md:text-start!">
            <span className="md:hidden">
              <Fields of={event.fields} />
              {event.bytes} B,{' '}
            </span>
            <Ago at={event.at} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** Names of fields are ours; of what stands in them only ids and numbers are shown. */
function Fields({ of }: { of: AdminEvent['fields'] }) {
  return (
    <ul className="font-mono text-caption">
      {of.map(({ name, value }) => (
        <li key={name} className="wrap-anywhere">
          {name} {value === null ? <i className="text-ink-3">{words.hidden}</i> : String(value)}
        </li>
      ))}
    </ul>
  );
}

function readersOf({ about, alsoTo }: AdminEvent): string {
  const first = about === null ? words.everybody : words.about;
  return alsoTo === 0 ? first : `${first}, ${words.also(alsoTo)}`;
}
