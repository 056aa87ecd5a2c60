const fills = {
  here: 'border-solid border-ok bg-ok',
  away: 'border-solid border-ok bg-linear-90 from-ok from-50% to-transparent to-50%',
  gone: 'border-solid border-ink-3',
  busy: 'border-dotted border-ink-2',
  failed:
    'border-solid border-danger bg-[linear-gradient(45deg,transparent_42%,var(--danger)_42%_58%,transparent_58%)]',
} as const;

/** Square for agents and machines, round for people. Always beside its word, so it is silent itself. */
export function PresenceDot({ state, shape }: { state: keyof typeof fills; shape: 'agent' | 'person' }) {
  const corner = shape === 'person' ? 'rounded-person' : 'rounded-[1px]';
  return (
    <span aria-hidden="true" className={`inline-block size-2 flex-none border-[1.5px] ${fills[state]} ${corner}`} />
  );
}
