'use client';

import { X } from 'lucide-react';
import { useState, useSyncExternalStore } from 'react';
import type { ShownBanner } from '#lib/contract/banner.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { bannerStore } from './banner-store.ts';
import { putAway } from './put-away.ts';

const words = operationsText.banner;

export interface KnownBanner {
  banner: ShownBanner | null;
  /** What this device has put away. */
  putAwayId: string | null;
}

/**
 * What operators have to say to everybody, over the page and covering nothing of it. The region is always there, so that a
 * reader of the screen hears once of what comes into it; what the page begins with is read with the page.
 */
export function Banner({ known }: { known: KnownBanner }) {
  const asked = useSyncExternalStore(bannerStore.subscribe, bannerStore.read, () => null);
  const [putAwayId, setPutAwayId] = useState(known.putAwayId);
  const banner = asked === null ? known.banner : asked.banner;
  const isShown = banner !== null && (banner.tone === 'warning' || banner.id !== putAwayId);
  return (
    <section {...(isShown && { 'aria-label': words.name, className: looks[banner.tone] })}>
      <div className={isShown ? 'flex items-start gap-2 py-1 pr-2 pl-6 max-md:pl-4' : ''}>
        <p role="status" className={isShown ? 'min-w-0 flex-1 py-1.5 wrap-anywhere' : ''}>
          {isShown && banner.text}
        </p>
        {isShown && banner.tone === 'note' && (
          <IconButton
            label={words.dismiss}
            onClick={() => {
              putAway(banner.id);
              setPutAwayId(banner.id);
            }}
          >
            <X className="size-4" strokeWidth={1.75} />
          </IconButton>
        )}
      </div>
    </section>
  );
}

/** A warning is for what people have to do something about: they are needed. */
const looks = {
  note: 'flex-none border-b border-line bg-desk pt-[env(safe-area-inset-top)]',
  warning: 'flex-none bg-signal pt-[env(safe-area-inset-top)] text-on-signal',
};
