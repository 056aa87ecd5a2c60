'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useReader } from '#components/data/reader-provider.tsx';
import { pageText } from '#components/text/page-text.ts';
import { operatorSections, personalSections } from './sections.ts';

/** Where one can go in the settings; what only operators may do stands under a name of its own. */
export function SectionList() {
  const { isOperator } = useReader();
  return (
    <>
      <Sections sections={personalSections} />
      {isOperator && (
        <>
          <h2 className="px-2 pt-4 pb-1 type-section text-ink-3">{pageText.settings.operator}</h2>
          <Sections sections={operatorSections} />
        </>
      )}
    </>
  );
}

function Sections({ sections }: { sections: typeof personalSections | typeof operatorSections }) {
  const pathname = usePathname();
  return (
    <ul>
      {sections.map(({ href, name, Icon }) => (
        <li key={href}>
          <Link
            href={href}
            prefetch={false}
            aria-current={pathname === href ? 'page' : undefined}
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
