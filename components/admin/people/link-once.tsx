'use client';

import { useClock } from '#components/look/clock-provider.tsx';
import { SecretOnce } from '#components/settings/secret-once.tsx';
import { peopleText } from '#components/text/admin-people-text.ts';
import { exactTime } from '#components/text/times.ts';

export function LinkOnce({ name, made, onDone }: LinkOnceProps) {
  const { timeZone } = useClock();
  return (
    <div className="basis-full">
      <SecretOnce title={peopleText.linkFor(name)} secret={made.link} done={peopleText.linkDone} onDone={onDone}>
        {peopleText.linkWhy(exactTime(made.expiresAt, timeZone))}
      </SecretOnce>
    </div>
  );
}

interface LinkOnceProps {
  name: string;
  made: { link: string; expiresAt: number };
  onDone: () => void;
}
