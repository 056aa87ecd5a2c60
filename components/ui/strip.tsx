import type { ReactNode } from 'react';

const tones = {
  ink: 'bg-fill text-on-fill',
  /** Only where this person is needed. */
  signal: 'bg-signal text-on-signal',
  danger: 'bg-danger-wash text-danger inset-ring inset-ring-danger',
  ok: 'bg-ok-wash text-ok inset-ring inset-ring-ok',
} as const;

/** One sentence over the width of what it is about, with its one thing to do at the end. */
export function Strip({ tone = 'ink', icon, end, children, className = '' }: StripProps) {
  return (
    <div className={`flex min-h-7 items-center gap-2 rounded-control px-2.5 type-caption ${tones[tone]} ${className}`}>
      <span role="status" className="flex items-center gap-2 py-1.5">
        {icon}
        <span>{children}</span>
      </span>
      {end !== undefined && <span className="ml-auto flex-none">{end}</span>}
    </div>
  );
}

interface StripProps {
  tone?: keyof typeof tones;
  icon?: ReactNode;
  end?: ReactNode;
  children: ReactNode;
  className?: string;
}
