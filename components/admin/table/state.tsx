import type { ComponentProps, ReactNode } from 'react';
import { PresenceDot } from '#components/ui/presence-dot.tsx';

/** A state is a word with a shape; trouble is in red, too. */
export function State({ dot, shape = 'agent', children }: StateProps) {
  return (
    <span className={`inline-flex items-center gap-1.5 ${dot === 'failed' ? 'text-danger' : ''}`}>
      <PresenceDot state={dot} shape={shape} />
      {children}
    </span>
  );
}

interface StateProps {
  dot: ComponentProps<typeof PresenceDot>['state'];
  /** Round for people and their devices. */
  shape?: 'agent' | 'person';
  children: ReactNode;
}
