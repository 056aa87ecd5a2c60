import { useId } from 'react';
import { flagPaths } from './flag-paths.ts';

/** An agent's mark: the square flag of its letter. Without a label it is decoration beside a name that says the same. */
export function AgentFlag({ letter, size = 20, label, className = 'text-ink' }: AgentFlagProps) {
  const clip = useId();
  const { edge, radius } = edgeOf(size);
  const named = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg {...named} className={`rounded-flag ${className}`} width={size} height={size} viewBox="0 0 20 20">
      <clipPath id={clip}>
        <rect width="20" height="20" rx={radius} />
      </clipPath>
      <g clipPath={`url(#${clip})`} fill="currentColor">
        {(flagPaths[letter] ?? []).map((shape) => (
          <path
            key={shape.d}
            d={shape.d}
            {...(shape.half && { opacity: 0.4 })}
            {...(shape.hole && { fillRule: 'evenodd' })}
          />
        ))}
      </g>
      <rect
        x={edge / 2}
        y={edge / 2}
        width={20 - edge}
        height={20 - edge}
        rx={radius - edge / 2}
        fill="none"
        stroke="currentColor"
        strokeWidth={edge}
      />
    </svg>
  );
}

interface AgentFlagProps {
  letter: string;
  size?: number;
  label?: string;
  className?: string;
}

/** The outline keeps one width on screen, whatever the size of the grid. */
function edgeOf(size: number): { edge: number; radius: number } {
  if (size > 60) return { edge: 0.4, radius: 0.8 };
  if (size > 30) return { edge: 0.8, radius: 1.4 };
  return { edge: 1.2, radius: 2 };
}
