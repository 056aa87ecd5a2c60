import type { ReactNode } from 'react';

/** What stands where the first item will stand: what this is, a sentence, perhaps one button. */
export function Standing({ title, children, action, level: Heading = 'h2' }: StandingProps) {
  return (
    <div>
      <Heading className="type-head">{title}</Heading>
      <p className="max-w-[40ch] text-ink-2">{children}</p>
      {action !== undefined && <div className="mt-3">{action}</div>}
    </div>
  );
}

interface StandingProps {
  title: string;
  children: ReactNode;
  action?: ReactNode;
  level?: 'h1' | 'h2';
}
