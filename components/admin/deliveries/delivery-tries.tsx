'use client';

import type { AdminDeliveryDetail } from '#lib/contract/admin/deliveries.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { deliveryText } from '#components/text/delivery-text.ts';
import { failureWords } from '#components/text/failure-words.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { exactTime } from '#components/text/times.ts';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';

const words = deliveryText.log;

/** Each request that was made, and what came of it; never what was sent or answered. */
export function DeliveryTries({ tries }: Pick<AdminDeliveryDetail, 'tries'>) {
  const { timeZone } = useClock();
  if (tries.length === 0) return <p className="text-ink-2">{operationsText.deliveries.noRequests}</p>;
  return (
    <Table
      label={operationsText.deliveries.requests}
      head={
        <>
          <HeadCell>{words.tryTime}</HeadCell>
          <HeadCell>{words.tryOutcome}</HeadCell>
          <HeadCell isNumber>{words.tryLength}</HeadCell>
        </>
      }
    >
      {tries.map(({ n, at, failure, status, durationMs }) => (
        <Row key={n}>
          <Cell place="name">{exactTime(at, timeZone)}</Cell>
          <Cell place="rest" className="max-md:col-span-2">
            {failure === null ? words.taken(status) : failureWords(failure)}
          </Cell>
          <Cell place="state" isNumber>
            {durationMs.toLocaleString('en-GB')} ms
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
