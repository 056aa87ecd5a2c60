'use client';

import { useReader } from '#components/data/reader-provider.tsx';
import { SectionLinks } from '#components/ui/section-links.tsx';
import { operatorSections, personalSections } from './sections.ts';

/** Where one can go in the settings; at their end, for operators, the way to the pages that only they have. */
export function SectionList() {
  const { isOperator } = useReader();
  return (
    <>
      <SectionLinks sections={personalSections} />
      {isOperator && (
        <div className="mt-2 border-t border-line pt-2">
          <SectionLinks sections={operatorSections} />
        </div>
      )}
    </>
  );
}
