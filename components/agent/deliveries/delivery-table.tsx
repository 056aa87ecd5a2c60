'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { DeliveryItem, DeliveryState } from '#lib/contract/deliveries.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { deliveryText } from '#components/text/delivery-text.ts';
import { failureWords } from '#components/text/failure-words.ts';
import { nextTry } from '#components/text/next-try.ts';
import { Ago } from '#components/ui/ago.tsx';
import { PresenceDot } from '#components/ui/presence-dot.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { DeliveryDetails } from './delivery-details.tsx';

const words = deliveryText.log;
const dots = { waiting: 'busy', sent: 'away', delivered: 'here', dead: 'failed', over: 'gone' } as const;

export function DeliveryTable({ sandboxId, deliveries }: { sandboxId: string; deliveries: readonly DeliveryItem[] }) {
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <Table
      label={words.page}
      head={
        <>
          <HeadCell>{words.what}</HeadCell>
          <HeadCell>{words.state}</HeadCell>
          <HeadCell isNumber>{words.tries}</HeadCell>
          <HeadCell isNumber>{words.when}</HeadCell>
        </>
      }
    >
      {deliveries.map((delivery) => (
        <DeliveryRow
          key={delivery.id}
          sandboxId={sandboxId}
          delivery={delivery}
          isOpen={delivery.id === openId}
          onToggle={() => setOpenId(delivery.id === openId ? null : delivery.id)}
        />
      ))}
    </Table>
  );
}

/** Its name opens, under the row, each of its tries and what it says. */
function DeliveryRow({ sandboxId, delivery, isOpen, onToggle }: DeliveryRowProps) {
  const { id, type, state, attempts, createdAt } = delivery;
  return (
    <>
      <Row>
        <Cell place="name">
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={onToggle}
            className="touch-room -ml-1 flex min-w-0 items-center gap-1.5 rounded-control px-1 text-start type-label"
          >
            <ChevronRight
              aria-hidden="true"
              className={`size-3.5 text-ink-2 transition-transform duration-(--t-fast) ${isOpen ? 'rotate-90' : ''}`}
              strokeWidth={2}
            />
            {words.types[type] ?? type}
          </button>
        </Cell>
        <Cell place="state" className="md:whitespace-normal!">
          <State state={state} />
          <span className="type-caption text-ink-2 max-md:hidden">
            <Trouble delivery={delivery} />
          </span>
        </Cell>
        <Cell place="rest" className="md:hidden max-md:col-span-2 max-md:pl-5">
          {words.triesMade(attempts)}, <Ago at={createdAt} />. <Trouble delivery={delivery} />
        </Cell>
        <Cell isNumber className="text-ink-2">
          {attempts}
        </Cell>
        <Cell isNumber className="text-ink-2">
          <Ago at={createdAt} />
        </Cell>
      </Row>
      {isOpen && (
        <tr className="border-b border-line max-md:block">
          <td colSpan={4} className="pt-2 pb-6 pl-5 max-md:block max-md:pl-0">
            <DeliveryDetails sandboxId={sandboxId} deliveryId={id} />
          </td>
        </tr>
      )}
    </>
  );
}

interface DeliveryRowProps {
  sandboxId: string;
  delivery: DeliveryItem;
  isOpen: boolean;
  onToggle: () => void;
}

function State({ state }: { state: DeliveryState }) {
  return (
    <span className="flex items-center gap-1.5 max-md:inline-flex">
      <PresenceDot state={dots[state]} shape="agent" />
      {words.states[state]}
    </span>
  );
}

/** Why it isn't there, and when it is tried again. */
function Trouble({ delivery: { state, failure, nextTryAt } }: { delivery: DeliveryItem }) {
  const { now } = useClock();
  if (failure === null || (state !== 'waiting' && state !== 'dead')) return null;
  const next = nextTryAt === null ? '' : ` ${nextTry(nextTryAt, now)}.`;
  return `${failureWords(failure)}.${next}`;
}
