import { Ban, Check, CheckCheck, CircleSlash2, Hand, TimerOff, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Standing } from './standing.ts';

/** What is asked, or what became of it, and when. Yellow only for those whom the agent waits for. */
export function Head({ standing, says, isTall, children, foot }: HeadProps) {
  const isYours = standing.kind === 'pending' && standing.isYours;
  const Icon = icons[standing.kind === 'decided' ? standing.value : standing.kind];
  return (
    <header className={isYours ? 'bg-signal pb-1.5 text-on-signal' : `bg-slip ${isTall ? 'border-b border-line' : ''}`}>
      <div className={`flex items-center gap-2 px-3 ${heightOf({ isYours, isTall, hasFoot: foot !== null })}`}>
        <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />
        <p className={`min-w-0 flex-1 wrap-anywhere ${standing.kind === 'pending' ? 'type-name' : 'type-label'}`}>
          {says}
        </p>
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
function heightOf({ isYours, isTall, hasFoot }: { isYours: boolean; isTall: boolean; hasFoot: boolean }): string {
  if (isYours) return hasFoot ? 'min-h-[34px] pt-1.5' : 'min-h-9 pt-1.5';
  return isTall ? 'min-h-[41px] py-2' : 'min-h-9 py-2';
}

const icons = {
  pending: Hand,
  'allow-once': Check,
  'allow-always': CheckCheck,
  deny: Ban,
  undone: Undo2,
  expired: TimerOff,
  withdrawn: CircleSlash2,
};
