'use client';

import { BrandMark } from '#components/ui/brand-mark.tsx';
import { ConversationList } from '#components/conversation-list/conversation-list.tsx';
import { NewConversationButton } from '#components/conversation-list/new-conversation-button.tsx';
import { FindButton } from '#components/palette/find-button.tsx';
import { text } from '#components/text/text.ts';
import { SidebarFoot } from './sidebar-foot.tsx';
import { useChatName } from './use-chats.ts';

/** `onLeave` is for the drawer: whatever is chosen in it closes it. */
export function Sidebar({ onLeave }: { onLeave?: () => void }) {
  const chatName = useChatName();
  return (
    <nav
      aria-label={text.shell.conversations}
      data-pane
      className="flex h-full min-h-0 flex-col border-e border-line bg-desk pl-[env(safe-area-inset-left)] max-md:border-e-0"
    >
      <div className="flex h-(--h-head) flex-none items-center gap-2 pr-3 pl-4 max-md:h-14">
        <BrandMark />
        <span className="min-w-0 flex-1 truncate type-place">{chatName ?? text.product}</span>
        <NewConversationButton {...(onLeave && { onCreated: onLeave })} />
      </div>
      <FindButton {...(onLeave && { onLeave })} />
      <ConversationList {...(onLeave && { onOpen: onLeave })} />
      <SidebarFoot {...(onLeave && { onLeave })} />
    </nav>
  );
}
