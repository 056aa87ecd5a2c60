import Link from 'next/link';

/** Where one can go on from here. */
export function Ways({ ways }: { ways: readonly (readonly [href: string, name: string])[] }) {
  return (
    <p className="mt-5 flex flex-wrap gap-x-5 gap-y-2">
      {ways.map(([href, name]) => (
        <Link key={href} href={href} prefetch={false} className="touch-room underline decoration-1 underline-offset-3">
          {name}
        </Link>
      ))}
    </p>
  );
}
