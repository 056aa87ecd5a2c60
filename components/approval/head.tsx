import { Ban, Check, CheckCheck, CircleSlash2, Hand, TimerOff, Undo2, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Standing } from './standing.ts';

/** What is asked, or what became of it, and when. Yellow only for those whom the agent waits for. */
export function Head({ standing, says, isTall, children, foot }: HeadProps) {
  const isYours = standing.kind === 'pending' && standing.isYours;
  const Icon = iconOf(standing);
  return (
    <header className={isYours ? 'bg-signal text-on-signal' : `bg-slip ${isTall ? 'border-b border-line' : ''}`}>
      <div className={`flex items-center gap-2 px-3 ${heights(standing, isTall)}`}>
        <Icon aria-hidden="true" className="size-4 self-start mt-0.5" strokeWidth={1.75} />
        <h4 className={`min-w-0 flex-1 wrap-anywhere ${standing.kind === 'pending' ? 'type-name' : 'type-label'}`}>
          {says}
        </h4>
        {children}
      </div>
      {isYours && foot}
    </header>
  );
}

interface HeadProps {
  standing: Standing;
  says: string;
  /** It stands over a body with room around it, and not over the command alone. */
  isTall: boolean;
  children: ReactNode;
  foot: ReactNode;
}

/** With its line and without it, and after the answer, the head of an open card is as high: its command stays where it is. */
function heights(standing: Standing, isTall: boolean): string {
  if (standing.kind === 'pending' && standing.isYours) return 'min-h-9 py-1.5';
  return isTall ? 'min-h-[43px] py-2' : 'min-h-9 py-2';
}

function iconOf(standing: Standing): LucideIcon {
  switch (standing.kind) {
    case 'pending':
      return Hand;
    case 'decided':
      return { 'allow-once': Check, 'allow-always': CheckCheck, deny: Ban }[standing.value];
    case 'undone':
      return Undo2;
    case 'expired':
      return TimerOff;
    case 'withdrawn':
      return CircleSlash2;
  }
}
