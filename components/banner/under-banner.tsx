import type { ReactNode } from 'react';
import { Banner, type KnownBanner } from './banner.tsx';

/** A page of the window's height with the banner over it: whatever the banner takes, the page has less. */
export function UnderBanner({ known, children }: { known: KnownBanner; children: ReactNode }) {
  return (
    <div className="flex h-dvh flex-col">
      <Banner known={known} />
      <div className="min-h-0 flex-1">{children}</div>
    </div>
  );
}
