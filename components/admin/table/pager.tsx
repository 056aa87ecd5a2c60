'use client';

import { adminText } from '#components/text/admin-text.ts';
import { Button } from '#components/ui/button.tsx';
import { stepTo, useCursor } from './use-address.ts';

const words = adminText.table;

/**
 * Where each page was come from: a list knows only its next page. A page that was opened by its address, which was come to
 * from nowhere, leads to the beginning.
 */
const before = new Map<string, string | null>();

/** From page to page of a list, both ways. There is nothing to press for a list of one page. */
export function Pager({ nextCursor }: { nextCursor: string | null }) {
  const cursor = useCursor();
  const later = () => {
    if (nextCursor === null) return;
    before.set(nextCursor, cursor);
    stepTo(nextCursor);
  };
  const earlier = () => stepTo(cursor === null ? null : (before.get(cursor) ?? null));
  if (cursor === null && nextCursor === null) return null;
  const isKnown = cursor === null || before.has(cursor);
  return (
    <nav aria-label={words.pages} className="flex flex-wrap justify-end gap-2 pt-3">
      <Button disabled={cursor === null} onClick={earlier}>
        {isKnown ? words.earlier : words.first}
      </Button>
      <Button disabled={nextCursor === null} onClick={later}>
        {words.later}
      </Button>
    </nav>
  );
}
