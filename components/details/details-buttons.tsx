'use client';

import { PanelRight } from 'lucide-react';
import { text } from '#components/text/text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { useDetails } from './details-context.ts';

/** Two buttons for one pane: where there is room the first folds it in and out, elsewhere the second lays it over. */
export function DetailsButtons() {
  const { isDocked, setDocked, setSheet } = useDetails();
  const icon = <PanelRight className="size-4" strokeWidth={1.75} />;
  return (
    <>
      <IconButton
        label={text.details.title}
        aria-expanded={isDocked}
        className="max-xl:hidden"
        onClick={() => setDocked(!isDocked)}
      >
        {icon}
      </IconButton>
      <IconButton
        label={text.details.title}
        aria-haspopup="dialog"
        className="xl:hidden"
        onClick={() => setSheet(true)}
      >
        {icon}
      </IconButton>
    </>
  );
}
