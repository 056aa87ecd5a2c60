'use client';

import { Building2, LogOut, MessagesSquare, Palette, Plus, Settings, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useReader } from '#components/data/reader-provider.tsx';
import { useConnection } from '#components/realtime/event-service-provider.tsx';
import { IconLink } from '#components/ui/icon-link.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { WhatHappenedButton } from '#components/notifications/what-happened-button.tsx';
import { PersonMark } from '#components/ui/person-mark.tsx';
import { PresenceDot } from '#components/ui/presence-dot.tsx';
import { text } from '#components/text/text.ts';
import { organizationText } from '#components/text/organization-text.ts';
import { leave } from './leave.ts';
import { useWay } from './navigation.ts';
import { useChats } from './use-chats.ts';

const small = { className: 'size-4', strokeWidth: 1.75, 'aria-hidden': true } as const;

/** Who one is here, with what that person can do about themselves; and the way to the settings. */
export function SidebarFoot({ onLeave }: { onLeave?: () => void }) {
  const reader = useReader();
  const goTo = useWay();
  const isHere = useConnection().status === 'connected';
  const [hasFailed, setFailed] = useState(false);
  const chats = useChats();
  const items = [
    ...chats.map(({ name, path, isOwn }) => ({
      label: isOwn ? organizationText.chat.own : organizationText.chat.of(name),
      icon: isOwn ? <MessagesSquare {...small} /> : <Building2 {...small} />,
      onChoose: () => goTo(path),
    })),
    { label: text.shell.profile, icon: <UserRound {...small} />, onChoose: () => goTo('/settings/profile') },
    { label: text.shell.addAgent, icon: <Plus {...small} />, onChoose: () => goTo('/claw/new') },
    { label: text.shell.appearance, icon: <Palette {...small} />, onChoose: () => goTo('/settings/appearance') },
    {
      label: text.shell.signOut,
      icon: <LogOut {...small} />,
      onChoose: () => void leave(reader.id).catch(() => setFailed(true)),
    },
  ];
  return (
    <div className="flex-none border-t border-line pb-[env(safe-area-inset-bottom)]">
      <div className="flex items-center gap-1 py-1 pr-2 pl-2">
        <Menu label={text.shell.account(reader.name)} items={items} side="top" className="min-w-0 flex-1">
          {(trigger) => (
            <button
              type="button"
              {...trigger}
              aria-label={text.shell.account(reader.name)}
              className="flex w-full items-center gap-2.5 rounded-control px-2 py-2 text-start hover:bg-hover aria-expanded:bg-hover"
            >
              <PersonMark name={reader.name} />
              <span className="min-w-0 flex-1">
                <span className="block truncate type-label">{reader.name}</span>
                <span className="flex items-center gap-1.5 type-caption text-ink-3">
                  <PresenceDot state={isHere ? 'here' : 'gone'} shape="person" />
                  {isHere ? text.shell.here : text.shell.notHere}
                </span>
              </span>
            </button>
          )}
        </Menu>
        <WhatHappenedButton {...(onLeave && { onLeave })} />
        <IconLink
          label={text.shell.settings}
          href="/settings/profile"
          tip="above"
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
            event.preventDefault();
            goTo('/settings/profile');
          }}
        >
          <Settings className="size-4" strokeWidth={1.75} />
        </IconLink>
      </div>
      <p role="status" className="type-caption text-danger not-empty:px-4 not-empty:pb-2.5">
        {hasFailed && text.shell.signOutFailed}
      </p>
    </div>
  );
}
