'use client';

import { useQuery } from '@tanstack/react-query';
import type { AdminConversationDetail } from '#lib/contract/admin/conversations.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { Loaded } from '#components/settings/loaded.tsx';
import { operationsText } from '#components/text/operations-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { Section } from '#components/ui/section.tsx';
import { AdminPage } from '../frame/admin-page.tsx';
import { About, Fact } from '../table/about.tsx';
import { Ways } from '../table/ways.tsx';
import { Bounded } from './bounded.tsx';
import { ConversationPeople } from './conversation-people.tsx';

const words = operationsText.conversations;

/** One conversation: whose, since when, how much, and what is stuck in it. */
export function ConversationPage({ conversationId }: { conversationId: string }) {
  const query = useQuery({
    queryKey: ['admin', 'conversation', conversationId],
    queryFn: () => trpcClient.admin.conversation.query({ conversationId }),
    staleTime: 0,
  });
  return (
    <AdminPage title={words.one} up={{ href: '/admin/conversations', name: words.title }}>
      <p className="mb-4 max-w-[72ch] text-ink-2">{words.lede}</p>
      <Loaded what={words.one} query={query}>
        {(conversation) => (
          <>
            <Facts conversation={conversation} />
            <Ways ways={waysFrom(conversation)} />
            <Section title={words.people}>
              <ConversationPeople people={conversation.people} />
            </Section>
          </>
        )}
      </Loaded>
    </AdminPage>
  );
}

function Facts({ conversation }: { conversation: AdminConversationDetail }) {
  const { id, sandbox, organization, stream } = conversation;
  return (
    <About>
      <Fact name={operationsText.list.id} id={id} />
      <Fact name={words.agent} id={sandbox.id}>
        {sandbox.label}
      </Fact>
      <Fact name={words.organization}>{organization?.name ?? words.personal}</Fact>
      <Fact name={words.created}>
        <Ago at={conversation.createdAt} />
      </Fact>
      <Fact name={words.activity}>
        <Ago at={conversation.lastActivityAt} />
      </Fact>
      <Fact name={words.messages}>
        <Bounded of={conversation.messages} />
      </Fact>
      <Fact name={words.failures}>
        <Bounded of={conversation.deliveriesDead} isTrouble />
      </Fact>
      <Fact name={words.waiting}>
        <Bounded of={conversation.waitingApprovals} />
      </Fact>
      <Fact name={words.stream}>
        {stream === null ? (
          words.noStream
        ) : (
          <>
            {words.since} <Ago at={stream.since} />, {words.grew} <Ago at={stream.grewAt} />
          </>
        )}
      </Fact>
    </About>
  );
}

function waysFrom({ id, context }: AdminConversationDetail) {
  return [
    [`/admin/deliveries?conversation=${id}`, words.deliveries],
    [`/admin/pushes?conversation=${id}`, words.pushes],
    [`/admin/events?context=${encodeURIComponent(context)}`, words.log],
  ] as const;
}
