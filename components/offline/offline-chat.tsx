'use client';

import { ChatPane } from '#components/conversation/chat-pane.tsx';
import { readDetailsDocked } from '#components/look/details-docked.ts';
import { ClockProvider } from '#components/look/clock-provider.tsx';
import { ChatShell } from '#components/shell/chat-shell.tsx';
import { SignedInFrame } from '#components/shell/signed-in-frame.tsx';
import type { Kept } from './kept-store.ts';

/** The chat as it was known last. It is the same chat: with the network it catches up, and what was written is sent. */
export function OfflineChat({ kept: { account, sandboxes, conversations, opened } }: { kept: Kept }) {
  const page = { conversations: [...conversations], hasMore: false, nextCursor: null };
  return (
    <ClockProvider now={Date.now()} timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}>
      <SignedInFrame account={account} sandboxes={sandboxes} conversations={page} opened={opened}>
        <ChatShell isDetailsDocked={readDetailsDocked(browserCookies)}>
          <ChatPane seed={null} />
        </ChatShell>
      </SignedInFrame>
    </ClockProvider>
  );
}

const browserCookies = {
  get(name: string): { value: string } | undefined {
    const value = new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1];
    return value === undefined ? undefined : { value };
  },
};
