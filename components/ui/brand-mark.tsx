const claws = [
  'M5.2 3.5c3.6.3 5.6 2.9 5.6 6.4 0 4.2-2.5 7-6.3 8.1 1.9-1.9 2.7-3.7 2.7-5.7C4.7 12 3.2 10.4 3.2 7.9c0-2 .6-3.5 2-4.4z',
  'M14.2 3.5c3.6.3 5.6 2.9 5.6 6.4 0 4.2-2.5 7-6.3 8.1 1.9-1.9 2.7-3.7 2.7-5.7-2.5-.3-4-1.9-4-4.4 0-2 .6-3.5 2-4.4z',
];

export function BrandMark() {
  return (
    <svg aria-hidden="true" className="size-5 text-ink" viewBox="0 0 24 22" fill="currentColor">
      {claws.map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}

/** The mark as the yellow flag: on the door only, where it is the one thing that may be yellow without asking. */
export function BrandFlag() {
  return (
    <svg aria-hidden="true" className="size-8" viewBox="0 0 32 32">
      <rect width="32" height="32" rx="4" fill="var(--signal)" />
      <g fill="var(--on-signal)" transform="translate(4.5 5.5)">
        {claws.map((d) => (
          <path key={d} d={d} />
        ))}
      </g>
    </svg>
  );
}
