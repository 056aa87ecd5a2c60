'use client';

import { useQuery } from '@tanstack/react-query';
import type { AdminEventLog } from '#lib/contract/admin/events.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { Loaded } from '#components/settings/loaded.tsx';
import { operationsText } from '#components/text/operations-text.ts';
import { Section } from '#components/ui/section.tsx';
import { ShortDate } from '#components/ui/short-date.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Count } from '../table/count.tsx';

const words = operationsText.events;

/** How far back the log reaches, who has still to read it, and who had to read everything anew. */
export function WholeLog() {
  const query = useQuery({
    queryKey: ['admin', 'event-log'],
    queryFn: () => trpcClient.admin.eventLog.query(),
    staleTime: 0,
  });
  return (
    <Loaded what={words.title} query={query}>
      {(log) => (
        <>
          <Consumers log={log} />
          <Partitions log={log} />
        </>
      )}
    </Loaded>
  );
}

function Consumers({ log: { consumers, resyncs } }: { log: AdminEventLog }) {
  return (
    <Section title={words.consumers} lede={`${words.resyncs}: ${resyncs.toLocaleString('en-GB')}. ${words.resyncsWhy}`}>
      <div className="max-w-[720px]">
        <Table
          label={words.consumers}
          head={
            <>
              <HeadCell>{words.consumer}</HeadCell>
              <HeadCell isNumber>{words.lag}</HeadCell>
            </>
          }
        >
          {consumers.map(({ name, lagSeconds }) => (
            <Row key={name}>
              <Cell place="name">{name}</Cell>
              <Cell place="state" isNumber className={lagSeconds > slowSeconds ? 'text-danger' : 'text-ink-2'}>
                {lagSeconds === 0 ? words.upToDate : words.seconds(lagSeconds)}
              </Cell>
            </Row>
          ))}
        </Table>
      </div>
    </Section>
  );
}

/** A reader looks by itself every five seconds: behind by more, something is wrong with it. */
const slowSeconds = 10;

function Partitions({ log: { partitions, eventDays } }: { log: AdminEventLog }) {
  return (
    <Section title={words.partitions} lede={words.retention(eventDays)}>
      <div className="max-w-[1040px]">
        <Table
          label={words.partitions}
          head={
            <>
              <HeadCell>{words.partition}</HeadCell>
              <HeadCell>{words.week}</HeadCell>
              <HeadCell isNumber>{words.rows}</HeadCell>
              <HeadCell isNumber>{words.size}</HeadCell>
            </>
          }
        >
          {partitions.map(({ name, from, to, rows, bytes }) => (
            <Row key={name}>
              <Cell place="name" className="font-mono text-caption">
                {name}
              </Cell>
              <Cell place="rest" className="text-ink-2">
                {from === null || to === null ? (
                  words.rest
                ) : (
                  <>
                    <ShortDate at={from} /> – <ShortDate at={to} />
                  </>
                )}
              </Cell>
              <Cell isNumber>
                <Count of={rows} />
              </Cell>
              <Cell place="state" isNumber className="text-ink-2">
                {words.kib(bytes / 1024)}
              </Cell>
            </Row>
          ))}
        </Table>
      </div>
    </Section>
  );
}
