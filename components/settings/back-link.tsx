import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';

/** A way back that is only an arrow, so it always has a name. */
export function BackLink({ href, label, className = '' }: { href: string; label: string; className?: string }) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-label={label}
      title={label}
      className={`inline-grid size-(--h-control) flex-none place-items-center rounded-control text-ink-2 hover:bg-hover hover:text-ink ${className}`}
    >
      <ChevronLeft aria-hidden="true" className="size-4" strokeWidth={1.75} />
    </Link>
  );
}
