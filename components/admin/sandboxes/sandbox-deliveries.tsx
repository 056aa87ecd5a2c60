import Link from 'next/link';
import type { AdminSandboxDetail } from '#lib/contract/admin/sandboxes.ts';
import { sandboxText as words } from '#components/text/admin-sandbox-text.ts';
import { Section } from '#components/ui/section.tsx';
import { Count } from '../table/count.tsx';
import { FactList } from '../parts/fact-list.tsx';

/** What is on its way to it, and where it takes it. */
export function SandboxDeliveries({
  sandbox: { sandboxId, waiting, dead, endpoint },
}: {
  sandbox: AdminSandboxDetail;
}) {
  return (
    <Section
      title={words.deliveries}
      end={
        <Link
          href={`/admin/deliveries?sandbox=${sandboxId}`}
          prefetch={false}
          className="touch-room rounded-flag underline decoration-1 underline-offset-3"
        >
          {words.allDeliveries}
        </Link>
      }
    >
      <FactList>
        <dt>{words.waiting}</dt>
        <dd>
          <Count of={waiting} />
        </dd>
        <dt>{words.givenUp}</dt>
        <dd>
          <Count of={dead} />
        </dd>
        <dt>{words.endpoint}</dt>
        <dd>
          {endpoint === null ? words.noEndpoint : endpoint.host}
          {endpoint !== null && endpoint.disabledWhy !== null && (
            <span className="text-danger">, {words.endpointOff[endpoint.disabledWhy]}</span>
          )}
        </dd>
      </FactList>
    </Section>
  );
}
