'use client';

import type { AdminSandboxDetail } from '#lib/contract/admin/sandboxes.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { sandboxText as words } from '#components/text/admin-sandbox-text.ts';
import { DeedButton } from '../deed-button.tsx';
import type { Deed } from '../reason-dialog.tsx';
import { useDeeds } from '../use-deeds.ts';

const { admin } = trpcClient;

/** What can be done to it as it stands. Of what is destroyed nothing is left to do. */
export function SandboxActs({ sandbox }: { sandbox: AdminSandboxDetail }) {
  const { status, runtime } = sandbox;
  const deeds = useSandboxDeeds(sandbox);
  if (status === 'destroyed' || status === 'destroying') return null;
  const isStopped = status === 'stopped';
  return (
    <div className="mt-4 flex flex-wrap gap-2">
      {isStopped && <DeedButton deed={deeds.start}>{words.start}</DeedButton>}
      {!isStopped && runtime !== 'external' && <DeedButton deed={deeds.restart}>{words.restart}</DeedButton>}
      {!isStopped && <DeedButton deed={deeds.stop}>{words.stop}</DeedButton>}
      <DeedButton deed={deeds.destroy}>{words.destroy}</DeedButton>
    </div>
  );
}

function useSandboxDeeds({
  sandboxId,
  label,
}: AdminSandboxDetail): Record<'start' | 'stop' | 'restart' | 'destroy', Deed> {
  const inDeed = useDeeds();
  const named = (name: 'start' | 'stop' | 'restart' | 'destroy') => ({
    title: words[`${name}Named`](label),
    what: words[`${name}What`](label),
    act: words[`${name}Named`](label),
  });
  return {
    start: {
      ...named('start'),
      acting: words.starting,
      run: (reason) => inDeed(() => admin.startSandbox.mutate({ sandboxId, reason })),
    },
    stop: {
      ...named('stop'),
      acting: words.stopping,
      isDanger: true,
      run: (reason) => inDeed(() => admin.stopSandbox.mutate({ sandboxId, reason })),
    },
    restart: {
      ...named('restart'),
      acting: words.restarting,
      run: (reason) => inDeed(() => admin.restartSandbox.mutate({ sandboxId, reason })),
    },
    destroy: {
      ...named('destroy'),
      acting: words.destroying,
      isDanger: true,
      typed: sandboxId,
      run: (reason) => inDeed(() => admin.destroySandbox.mutate({ sandboxId, reason })),
    },
  };
}
