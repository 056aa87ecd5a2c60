import { Monitor, Smartphone, SquareTerminal, Tablet } from 'lucide-react';
import { deviceOf } from './device-words.ts';

const icons = { desk: Monitor, phone: Smartphone, tablet: Tablet, program: SquareTerminal } as const;

export function DeviceName({ userAgent }: { userAgent: string | null }) {
  const { words, kind } = deviceOf(userAgent);
  const Icon = icons[kind];
  return (
    <span title={userAgent ?? undefined} className="inline-flex items-baseline gap-2 type-label">
      <Icon aria-hidden="true" className="size-4 self-center" strokeWidth={1.75} />
      {words}
    </span>
  );
}
