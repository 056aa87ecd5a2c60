'use client';

import type { OrganizationUsage } from '#lib/contract/organizations.ts';
import { fileSize } from '#lib/chat/file-size.ts';
import { Figure, Figures } from '#components/admin/figures/figures.tsx';
import { Loaded } from '#components/settings/loaded.tsx';
import { organizationText } from '#components/text/organization-text.ts';
import { CopyId } from '#components/ui/copy-id.tsx';
import { Section } from '#components/ui/section.tsx';
import { ShortDate } from '#components/ui/short-date.tsx';
import { useThisOrganization } from './organization-context.ts';
import { useUsage } from './organization-data.ts';
import { OrganizationPage } from './organization-page.tsx';

const words = organizationText.overview;
const figure = (count: number) => count.toLocaleString('en-GB');

/** How much there is of it, and what holds for it. */
export function OrganizationOverview() {
  const { organizationId, messageDays, createdAt } = useThisOrganization();
  const usage = useUsage(organizationId);
  return (
    <OrganizationPage title={organizationText.frame.overview} width="overview">
      <Loaded what={organizationText.frame.overview} query={usage}>
        {(known) => <Usage {...known} />}
      </Loaded>
      <div className="mt-8">
        <Section title={words.about}>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-6 gap-y-2 [&>dt]:text-ink-3">
            <dt>{words.made}</dt>
            <dd>
              <ShortDate at={createdAt} />
            </dd>
            <dt>{words.retention}</dt>
            <dd>{messageDays === null ? words.forGood : words.days(messageDays)}</dd>
            <dt>{words.id}</dt>
            <dd>
              <CopyId id={organizationId} />
            </dd>
          </dl>
        </Section>
        <Section title={words.reading} lede={words.readingWhy} />
      </div>
    </OrganizationPage>
  );
}

function Usage({ people, agents, conversations, messages, fileBytes }: OrganizationUsage) {
  return (
    <Figures>
      <Figure name={words.people} value={figure(people)} />
      <Figure name={words.agents} value={figure(agents)} />
      <Figure name={words.conversations} value={figure(conversations)} />
      <Figure name={words.messages} value={figure(messages)} />
      <Figure name={words.files} value={fileSize(fileBytes)} />
    </Figures>
  );
}
