'use client';

import type { ReactNode } from 'react';
import type { Account } from '#lib/contract/accounts.ts';
import type { ConversationPage } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { ConversationSeed } from '#components/conversation/seed.ts';
import type { KnownBanner } from '#components/banner/banner.tsx';
import { UnderBanner } from '#components/banner/under-banner.tsx';
import { SignedInProvider } from '#components/data/signed-in-provider.tsx';
import { UnreadSigns } from '#components/notifications/unread-signs.tsx';
import { OfflineKeeper } from '#components/offline/offline-keeper.tsx';
import { PaletteProvider } from '#components/palette/palette-provider.tsx';
import { ToastProvider } from '#components/ui/toast.tsx';

/** Around every page of who is signed in, whether the server has rendered it or the browser has it from its last visit. */
export function SignedInFrame({ children, banner = noBanner, ...known }: FrameProps) {
  return (
    <SignedInProvider {...known}>
      <OfflineKeeper />
      <UnreadSigns />
      <ToastProvider>
        <UnderBanner known={banner}>
          <PaletteProvider>{children}</PaletteProvider>
        </UnderBanner>
      </ToastProvider>
    </SignedInProvider>
  );
}

/** What the browser has from its last visit knows of none. */
const noBanner: KnownBanner = { banner: null, putAwayId: null };

interface FrameProps {
  account: Account;
  sandboxes: readonly Sandbox[];
  conversations: ConversationPage;
  /** Conversations that are known already, with their newest messages. */
  opened?: readonly ConversationSeed[];
  banner?: KnownBanner;
  children: ReactNode;
}
