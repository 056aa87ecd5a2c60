import type { ReactNode } from 'react';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { BrandFlag } from '#components/ui/brand-mark.tsx';
import { AskBadge } from '#components/ui/counts.tsx';
import { pageText } from '#components/text/page-text.ts';
import { text } from '#components/text/text.ts';

/** The door: the form at the left; at the right, from 768, the flags and what yellow means. */
export function DoorFrame({ children }: { children: ReactNode }) {
  return (
    <div className="grid flex-1 md:grid-cols-[minmax(400px,5fr)_7fr]">
      <div className="flex flex-col p-6 pb-[max(24px,env(safe-area-inset-bottom))] md:px-16 md:py-12">
        <header className="flex items-center gap-3">
          <BrandFlag />
          <b className="type-head">{text.product}</b>
        </header>
        <main className="my-auto py-8">{children}</main>
        <footer className="type-caption text-ink-3">{pageText.door.own}</footer>
      </div>
      <FlagSide />
    </div>
  );
}

function FlagSide() {
  const [before, said, after] = pageText.door.flags;
  return (
    <aside className="hidden content-end border-s border-line bg-desk p-16 md:grid">
      <div aria-hidden="true" className="grid grid-cols-[repeat(4,minmax(0,136px))] gap-3">
        {[...'CLAWCHAT'].map((letter, index) => (
          <AgentFlag key={index} letter={letter} size={120} className="h-auto w-full text-ink-2" />
        ))}
      </div>
      <p className="mt-6 max-w-[46ch] text-ink-2">
        {before}
        <i>{said}</i>
        {after}
        <AskBadge count={1} />
        {pageText.door.flagsEnd}
      </p>
    </aside>
  );
}
