'use client';

import { useEffect, useState } from 'react';
import type { WaysIn as Ways } from '#lib/contract/accounts.ts';
import { problemOf } from '#components/data/problem.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { goToProvider } from '#components/sign-in/enter.ts';
import { doorText } from '#components/text/door-text.ts';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { useUnlink } from './ways-in-data.ts';

const words = doorText.waysIn;
const profile = '/settings/profile';

/** Providers that somebody signs in by, or could. Without any there is nothing to say. */
export function WaysIn({ ways: { providers, isFresh } }: { ways: Ways }) {
  const [problem, setProblem] = useState<string>();
  const cameBack = useProblemInAddress();
  if (providers.length === 0) return null;
  const canConnect = providers.some(({ isLinked }) => !isLinked);
  return (
    <Section title={words.title} lede={words.lede}>
      <ul className="grid max-w-[400px] gap-2">
        {providers.map((provider) => (
          <li key={provider.id} className="flex min-h-(--h-control) items-center gap-3">
            <span className="min-w-0 flex-1 wrap-anywhere">
              {provider.name}
              {provider.isLinked && <span className="block type-caption text-ink-3">{words.connected}</span>}
            </span>
            <Way provider={provider} mayConnect={isFresh} onProblem={setProblem} />
          </li>
        ))}
      </ul>
      {canConnect && !isFresh && <p className="mt-2 max-w-[60ch] type-caption text-ink-3">{words.stale}</p>}
      <FormProblem>{problem ?? cameBack}</FormProblem>
    </Section>
  );
}

function Way({ provider: { id, name, isLinked }, mayConnect, onProblem }: WayProps) {
  const [isLeaving, setLeaving] = useState(false);
  const unlink = useUnlink();
  if (isLinked) {
    const act = () =>
      unlink.mutate(id, {
        onSuccess: () => onProblem(undefined),
        onError: (error) => onProblem(problemOf(error).message),
      });
    return (
      <Button busy={unlink.isPending} onClick={act}>
        {unlink.isPending ? words.disconnecting : words.disconnect(name)}
      </Button>
    );
  }
  const connect = async () => {
    setLeaving(true);
    if (await goToProvider(id, { back: profile, link: 'yes' })) return;
    setLeaving(false);
    onProblem(pageText.door.unreachable);
  };
  return (
    <Button busy={isLeaving} disabled={!mayConnect} onClick={() => void connect()}>
      {words.connect(name)}
    </Button>
  );
}

/** Why the way to a provider ended here without anything: said once, and gone from the address. */
function useProblemInAddress(): string | undefined {
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const code = new URLSearchParams(window.location.search).get('problem');
    if (code === null) return;
    setProblem(doorText.problem(code));
    window.history.replaceState(window.history.state, '', profile);
  }, []);
  return problem;
}

interface WayProps {
  provider: Ways['providers'][number];
  mayConnect: boolean;
  onProblem: (problem: string | undefined) => void;
}
