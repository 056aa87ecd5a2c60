'use client';

import { useClock } from '#components/look/clock-provider.tsx';
import { SecretOnce } from '#components/settings/secret-once.tsx';
import { pageText } from '#components/text/page-text.ts';
import { exactTime } from '#components/text/times.ts';

export function LinkOnce({ name, made, onDone }: LinkOnceProps) {
  const { timeZone } = useClock();
  return (
    <div className="basis-full">
      <SecretOnce
        title={pageText.people.linkFor(name)}
        secret={made.link}
        done={pageText.people.linkDone}
        onDone={onDone}
      >
        {pageText.people.linkWhy(exactTime(made.expiresAt, timeZone))}
      </SecretOnce>
    </div>
  );
}

interface LinkOnceProps {
  name: string;
  made: { link: string; expiresAt: number };
  onDone: () => void;
}
