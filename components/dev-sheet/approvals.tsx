'use client';

import { useEffect, useState } from 'react';
import type { ApprovalBlock, Decision } from '#lib/contract/blocks.ts';
import { CardView } from '#components/approval/card-view.tsx';
import type { Standing } from '#components/approval/standing.ts';
import { Specimen, Specimens } from './specimen.tsx';

const minute = 60_000;
const block: ApprovalBlock = {
  type: 'actions',
  groupId: 'run',
  actions: [
    { label: 'Allow once', style: 'primary', value: 'allow-once' },
    { label: 'Always allow', style: 'secondary', value: 'allow-always' },
    { label: 'Deny', style: 'danger', value: 'deny' },
  ],
  expiresAt: null,
  request: {
    kind: 'exec',
    title: 'Run a command',
    command:
      'kubectl -n staging set image deploy/shop-api api=registry.northlight.example/shop-api:2.14.0 # \u202eelbissop',
    where: 'harbor-01, as deploy',
    why: 'Puts 2.14.0 on staging behind the gate. 2.13.4 stays up until it passes.',
    alwaysScope: '`kubectl set image`, any arguments, this agent, until revoked',
  },
  state: 'pending',
  resolved: null,
  undone: null,
};
const company = {
  reader: { id: 'mira', name: 'Mira' },
  agent: 'Harbor',
  people: [
    { id: 'mira', displayName: 'Mira' },
    { id: 'jonas', displayName: 'Jonas' },
    { id: 'priya', displayName: 'Priya' },
  ],
};
const yours: Standing = { kind: 'pending', isYours: true };

/** Every state of a question, drawn once the browser knows what time it is. Nothing here asks a server. */
export function ApprovalStates() {
  const [at, setAt] = useState<number | null>(null);
  useEffect(() => setAt(Date.now()), []);
  return at === null ? null : <StatesAt at={at} />;
}

function StatesAt({ at }: { at: number }) {
  const decided = (by: string, value: Decision, before: number | null = null) =>
    ({ kind: 'decided', by, value, at, before, isUnconfirmed: false }) satisfies Standing;
  return (
    <Specimens title="Approval">
      <One name="Pending, yours to decide" standing={yours} lastsMs={9 * minute} />
      <One name="Under a minute" standing={yours} lastsMs={0.9 * minute} />
      <One name="Deciding, nothing moves" standing={yours} deciding="allow-once" lastsMs={9 * minute} />
      <One name="No answer came" standing={yours} problem="No answer came, so it may have counted." />
      <One name="Without a request" standing={yours} of={{ ...block, request: null }} />
      <One name="Not yours to decide" standing={{ kind: 'pending', isYours: false }} lastsMs={9 * minute} />
      <One name="Someone was faster" standing={decided('jonas', 'allow-once', 2_000)} />
      <One name="Allowed" standing={decided('mira', 'allow-once')} />
      <One name="Always allowed" standing={decided('mira', 'allow-always')} />
      <One name="Denied" standing={decided('priya', 'deny')} />
      <One name="Never confirmed" standing={{ ...decided('mira', 'allow-once'), isUnconfirmed: true }} />
      <One name="Expired" standing={{ kind: 'expired', at }} />
      <One name="Undone" standing={{ kind: 'undone', by: 'mira', value: 'allow-once', at }} />
      <One name="Taken back" standing={{ kind: 'withdrawn' }} />
    </Specimens>
  );
}

function One({ name, standing, of = block, lastsMs, deciding = null, problem = null }: OneProps) {
  const [askedAt] = useState(() => Date.now());
  const shown = lastsMs === undefined ? of : { ...of, expiresAt: askedAt + lastsMs };
  return (
    <Specimen name={name}>
      <div className="mx-3 max-md:mx-2">
        <CardView
          block={shown}
          standing={standing}
          askedAt={askedAt - 6 * minute}
          approvers={['Mira', 'Jonas']}
          company={company}
          deciding={deciding}
          problem={problem}
          onDecide={() => undefined}
        />
      </div>
    </Specimen>
  );
}

interface OneProps {
  name: string;
  standing: Standing;
  of?: ApprovalBlock;
  lastsMs?: number;
  deciding?: Decision | null;
  problem?: string | null;
}
