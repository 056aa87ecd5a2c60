'use client';

import { useState } from 'react';
import type { Provider } from '#lib/contract/accounts.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { doorText } from '#components/text/door-text.ts';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { goToProvider } from './enter.ts';

/** Other ways in than the password. The press is what carries an invitation along: an address alone never does. */
export function ProviderButtons({ providers, back, invitation }: ProviderButtonsProps) {
  const [leavingTo, setLeavingTo] = useState<string | null>(null);
  const [problem, setProblem] = useState<string>();
  if (providers.length === 0) return null;
  const leave = async (provider: Provider) => {
    setLeavingTo(provider.id);
    setProblem(undefined);
    const isGone = await goToProvider(provider.id, { back, ...(invitation !== undefined && { invitation }) });
    if (isGone) return;
    setLeavingTo(null);
    setProblem(pageText.door.unreachable);
  };
  return (
    <div className="mt-4 grid max-w-[336px] gap-3 max-md:max-w-none">
      <p aria-hidden="true" className="flex items-center gap-3 type-caption text-ink-3">
        <span className="flex-1 border-t border-line" />
        {doorText.or}
        <span className="flex-1 border-t border-line" />
      </p>
      {providers.map((provider) => (
        <Button key={provider.id} wide busy={leavingTo !== null} onClick={() => void leave(provider)}>
          {doorText.continueWith(provider.name)}
        </Button>
      ))}
      <FormProblem>{problem}</FormProblem>
    </div>
  );
}

interface ProviderButtonsProps {
  providers: readonly Provider[];
  /** A path of ours. */
  back: string;
  invitation?: string | undefined;
}
