'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { AdminDeliveryDetail } from '#lib/contract/admin/deliveries.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { Loaded } from '#components/settings/loaded.tsx';
import { deliveryText } from '#components/text/delivery-text.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { exactTime } from '#components/text/times.ts';
import { Ago } from '#components/ui/ago.tsx';
import { Section } from '#components/ui/section.tsx';
import { AdminPage } from '../frame/admin-page.tsx';
import { About, Fact } from '../table/about.tsx';
import { Count } from '../table/count.tsx';
import { wayOf } from './deliveries-page.tsx';
import { DeliveryActs } from './delivery-acts.tsx';
import { DeliveryState } from './delivery-state.tsx';
import { DeliveryTries } from './delivery-tries.tsx';
import { standingOf } from './endpoint-standing.tsx';

const words = operationsText.deliveries;

/** One that an agent was to hear: where it stands, each request that was made, and what can be done. */
export function DeliveryPage({ deliveryId }: { deliveryId: string }) {
  const query = useQuery({
    queryKey: ['admin', 'delivery', deliveryId],
    queryFn: () => trpcClient.admin.delivery.query({ deliveryId }),
    staleTime: 0,
  });
  const type = query.data?.type;
  return (
    <AdminPage
      title={type === undefined ? words.one : (deliveryText.log.types[type] ?? type)}
      up={{ href: '/admin/deliveries', name: words.title }}
    >
      <Loaded what={words.one} query={query}>
        {(detail) => (
          <>
            <Facts detail={detail} />
            {detail.isMessageDeleted && <p className="mt-3 text-ink-2">{words.deleted}</p>}
            <DeliveryActs detail={detail} />
            <Section title={words.requests} lede={words.answersHidden}>
              <DeliveryTries tries={detail.tries} />
            </Section>
          </>
        )}
      </Loaded>
    </AdminPage>
  );
}

function Facts({ detail }: { detail: AdminDeliveryDetail }) {
  const { timeZone } = useClock();
  const { sandbox, conversationId, messageId, createdAt, endedAt, nextTryAt, attempts, dead } = detail;
  return (
    <About>
      <Fact name={operationsText.list.state}>
        <DeliveryState of={detail.state} />
      </Fact>
      <Fact name={words.agent} id={sandbox.id}>
        {sandbox.label}
      </Fact>
      <Fact name={words.conversation}>
        <Link href={`/admin/conversations/${conversationId}`} prefetch={false} className="touch-room underline">
          <span className="font-mono text-caption">{conversationId}</span>
        </Link>
      </Fact>
      {messageId !== null && <Fact name={words.message} id={messageId} />}
      <Fact name={words.created}>
        <Ago at={createdAt} />
      </Fact>
      {endedAt !== null && (
        <Fact name={words.ended}>
          <Ago at={endedAt} />
        </Fact>
      )}
      {nextTryAt !== null && <Fact name={words.nextTry}>{exactTime(nextTryAt, timeZone)}</Fact>}
      <Fact name={words.tries}>
        <Count of={attempts} />
      </Fact>
      <Fact name={words.way}>{wayOf(detail)}</Fact>
      <Fact name={words.endpoint}>{standingOf(detail)}</Fact>
      <Fact name={words.dead}>{operationsText.list.tooMany(dead)}</Fact>
      <Fact name={operationsText.list.id} id={detail.id} />
    </About>
  );
}
