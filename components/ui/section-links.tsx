'use client';

import type { LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

/** Where one can go beside a page. A page about one thing stands under the section that lists it. */
export function SectionLinks({ sections }: { sections: readonly SectionLink[] }) {
  const pathname = usePathname();
  const isIn = (href: string) => pathname === href || pathname.startsWith(`${href}/`);
  return (
    <ul>
      {sections.map(({ href, name, Icon }) => (
        <li key={href}>
          <Link
            href={href}
            prefetch={false}
            aria-current={isIn(href) ? 'page' : undefined}
            className="flex min-h-(--h-control) items-center gap-2.5 rounded-control px-2 type-label text-ink-2 hover:bg-hover aria-[current]:bg-selected aria-[current]:text-ink forced-colors:aria-[current]:outline-2 forced-colors:aria-[current]:-outline-offset-2"
          >
            <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}

interface SectionLink {
  href: string;
  name: string;
  Icon: LucideIcon;
}
