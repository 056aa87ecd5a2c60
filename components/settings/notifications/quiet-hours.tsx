'use client';

import { useState } from 'react';
import type { NotificationPreferences } from '#lib/contract/notifications.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { notificationText } from '#components/text/notification-text.ts';
import { Select } from '#components/ui/select.tsx';
import { SwitchRow } from '#components/ui/switch-row.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { minuteOf, timeOfDay } from './time-of-day.ts';

const words = notificationText.quiet;

/** A night, for whoever turns them on. */
const usual = { from: 22 * 60, until: 7 * 60 };

export function QuietHours({ wishes: { quiet, timeZone }, choose }: QuietHoursProps) {
  const { timeZone: here } = useClock();
  return (
    <>
      <SwitchRow
        label={words.on}
        hint={words.why}
        checked={quiet !== null}
        onChange={(event) => choose(event.target.checked ? { quiet: usual, timeZone: here } : { quiet: null })}
      />
      {quiet !== null && (
        <div className="mt-2 grid max-w-[400px] gap-4">
          <Hours quiet={quiet} onChoose={(next) => choose({ quiet: next })} />
          <Select label={words.zone} value={timeZone} onChange={(event) => choose({ timeZone: event.target.value })}>
            {zonesWith(timeZone, here).map((zone) => (
              <option key={zone} value={zone}>
                {zone === here ? words.zoneOfHere(zone) : zone}
              </option>
            ))}
          </Select>
        </div>
      )}
    </>
  );
}

interface QuietHoursProps {
  wishes: NotificationPreferences;
  choose: (change: Partial<NotificationPreferences>) => void;
}

interface Hours {
  from: number;
  until: number;
}

/** What is typed stands until it is a whole time; hours that would never end aren't sent. */
function Hours({ quiet, onChoose }: { quiet: Hours; onChoose: (hours: Hours) => void }) {
  const [typed, setTyped] = useState({ from: timeOfDay(quiet.from), until: timeOfDay(quiet.until) });
  const isSame = typed.from === typed.until;
  function type(change: Partial<typeof typed>) {
    const next = { ...typed, ...change };
    setTyped(next);
    const [from, until] = [minuteOf(next.from), minuteOf(next.until)];
    if (from !== null && until !== null && from !== until) onChoose({ from, until });
  }
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextField
        label={words.from}
        type="time"
        required
        value={typed.from}
        onChange={(event) => type({ from: event.target.value })}
      />
      <TextField
        label={words.until}
        type="time"
        required
        value={typed.until}
        onChange={(event) => type({ until: event.target.value })}
        problem={isSame ? words.sameTime : undefined}
      />
    </div>
  );
}

/** What the server has and where one is may be names that this browser doesn't list. */
function zonesWith(...some: string[]): string[] {
  return [...new Set([...some, ...Intl.supportedValuesOf('timeZone')])].toSorted();
}
