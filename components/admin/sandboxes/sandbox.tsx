'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { AdminSandboxDetail } from '#lib/contract/admin/sandboxes.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { Loaded } from '#components/settings/loaded.tsx';
import { listed } from '#components/text/listed.ts';
import { sandboxText as words } from '#components/text/admin-sandbox-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { CopyId } from '#components/ui/copy-id.tsx';
import { Section } from '#components/ui/section.tsx';
import { ShortDate } from '#components/ui/short-date.tsx';
import { AdminPage } from '../frame/admin-page.tsx';
import { FactList } from '../parts/fact-list.tsx';
import { KeyTable } from '../parts/key-table.tsx';
import { SandboxActs } from './sandbox-acts.tsx';
import { SandboxDeliveries } from './sandbox-deliveries.tsx';
import { SandboxHistory } from './sandbox-history.tsx';
import { SandboxState } from './sandbox-state.tsx';

/** One agent's instance: how it does, and what can be done about it. Nothing of what is said to it. */
export function AdminSandbox({ sandboxId }: { sandboxId: string }) {
  const query = useQuery({
    queryKey: ['admin', 'sandbox', sandboxId],
    queryFn: () => trpcClient.admin.sandbox.query({ sandboxId }),
    staleTime: 0,
  });
  const up = { href: '/admin/sandboxes', name: words.title };
  return (
    <AdminPage title={query.data?.label ?? words.sandbox} up={up} width="overview">
      <Loaded what={words.sandbox} query={query}>
        {(sandbox) => (
          <>
            <About sandbox={sandbox} />
            <SandboxActs sandbox={sandbox} />
            <SandboxDeliveries sandbox={sandbox} />
            <Section title={words.keys}>
              {sandbox.keys.length === 0 ? (
                <p className="text-ink-3">{words.noKeys}</p>
              ) : (
                <KeyTable label={words.keys} keys={sandbox.keys} />
              )}
            </Section>
            <SandboxHistory history={sandbox.history} />
          </>
        )}
      </Loaded>
    </AdminPage>
  );
}

const linkLook = 'touch-room rounded-flag underline decoration-1 underline-offset-3';

function About({ sandbox }: { sandbox: AdminSandboxDetail }) {
  const { owner, organization, capabilities, heartbeatAt, statusReason, destroyedAt } = sandbox;
  return (
    <Section title={words.about}>
      <FactList>
        <dt>{words.status}</dt>
        <dd>
          <SandboxState sandbox={sandbox} />
        </dd>
        {statusReason !== null && (
          <>
            <dt>{words.why}</dt>
            <dd>{statusReason}</dd>
          </>
        )}
        <dt>{words.owner}</dt>
        <dd>
          <Link href={`/admin/people/${owner.id}`} prefetch={false} className={linkLook}>
            {owner.name}
          </Link>
        </dd>
        {organization !== null && (
          <>
            <dt>{words.organization}</dt>
            <dd>
              <Link href={`/organizations/${organization.id}`} prefetch={false} className={linkLook}>
                {organization.name}
              </Link>
            </dd>
          </>
        )}
        <dt>{words.runtime}</dt>
        <dd>{words.runtimes[sandbox.runtime]}</dd>
        <dt>{words.heartbeat}</dt>
        <dd>{heartbeatAt === null ? words.noHeartbeat : <Ago at={heartbeatAt} />}</dd>
        <dt>{words.can}</dt>
        <dd>{capabilities === null || capabilities.length === 0 ? words.cannotTell : capabilities.join(', ')}</dd>
        <dt>{words.approves}</dt>
        <dd>{listed(sandbox.approvers, { namedMax: 8 })}</dd>
        <dt>{words.conversations}</dt>
        <dd className="digits">{sandbox.conversations.toLocaleString('en-GB')}</dd>
        <dt>{words.created}</dt>
        <dd>
          <ShortDate at={sandbox.createdAt} />
        </dd>
        {destroyedAt !== null && (
          <>
            <dt>{words.destroyed}</dt>
            <dd>
              <ShortDate at={destroyedAt} />
            </dd>
          </>
        )}
        <dt>{words.id}</dt>
        <dd>
          <CopyId id={sandbox.sandboxId} />
        </dd>
      </FactList>
    </Section>
  );
}
