'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { Endpoint } from '#lib/contract/endpoints.ts';
import { deliveriesPath } from '#lib/chat/addresses.ts';
import { Loaded } from '#components/settings/loaded.tsx';
import { SecretOnce } from '#components/settings/secret-once.tsx';
import { deliveryText } from '#components/text/delivery-text.ts';
import { Section } from '#components/ui/section.tsx';
import { EndpointActsRow } from './endpoint-acts-row.tsx';
import { useEndpoint, useEndpointActs } from './endpoint-data.ts';
import { EndpointForm } from './endpoint-form.tsx';

const words = deliveryText.endpoint;

/** How a bot gets what is said to it: over its stream, or by requests to an address of its own. */
export function AgentEndpoint({ sandboxId }: { sandboxId: string }) {
  const query = useEndpoint(sandboxId);
  const endpoint = query.data ?? null;
  return (
    <Section title={words.title} lede={endpoint === null ? words.byStream : words.byRequest}>
      <Loaded what={words.title} query={query}>
        {(known) => <KnownEndpoint sandboxId={sandboxId} endpoint={known} />}
      </Loaded>
      <p className="mt-4">
        <Link
          href={deliveriesPath(sandboxId)}
          prefetch={false}
          className="touch-room underline decoration-1 underline-offset-3"
        >
          {words.log}
        </Link>
      </p>
    </Section>
  );
}

/** A secret that was just made stands there until the person says that they have it. */
function KnownEndpoint({ sandboxId, endpoint }: { sandboxId: string; endpoint: Endpoint | null }) {
  const acts = useEndpointActs(sandboxId);
  const [secret, setSecret] = useState<{ value: string; isFirst: boolean } | null>(null);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {endpoint?.disabled != null && <p className="max-w-[60ch] text-danger">{whyDisabled(endpoint.disabled.why)}</p>}
      <EndpointForm
        endpoint={endpoint}
        save={async (url) => {
          const made = await acts.set.mutateAsync(url);
          if (made.secret !== null) setSecret({ value: made.secret, isFirst: true });
        }}
      />
      {secret !== null && (
        <SecretOnce
          title={words.secretMade}
          secret={secret.value}
          done={words.secretDone}
          onDone={() => setSecret(null)}
        >
          {secret.isFirst ? words.secretOnce : words.secretRotated}
        </SecretOnce>
      )}
      {endpoint !== null && (
        <EndpointActsRow endpoint={endpoint} acts={acts} onSecret={(value) => setSecret({ value, isFirst: false })} />
      )}
    </div>
  );
}

function whyDisabled(why: 'gone' | 'operator'): string {
  return why === 'gone' ? words.gone : words.closed;
}
