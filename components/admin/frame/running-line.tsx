'use client';

import { use } from 'react';
import { useClock } from '#components/look/clock-provider.tsx';
import { adminText } from '#components/text/admin-text.ts';
import { lasting } from '#components/text/lasting.ts';
import { PresenceDot } from '#components/ui/presence-dot.tsx';
import { RunningContext } from './running-context.ts';

/** What runs here, and since when. */
export function RunningLine() {
  const running = use(RunningContext);
  const { now } = useClock();
  if (running === null) return null;
  return (
    <p className="flex items-center gap-2 type-caption text-ink-3">
      <PresenceDot state="here" shape="person" />
      {adminText.frame.running(running.version, lasting(now - running.startedAt))}
    </p>
  );
}
