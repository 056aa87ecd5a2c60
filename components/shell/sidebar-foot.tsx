'use client';

import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useReader } from '#components/data/reader-provider.tsx';
import { useConnection } from '#components/realtime/event-service-provider.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { PersonMark } from '#components/ui/person-mark.tsx';
import { PresenceDot } from '#components/ui/presence-dot.tsx';
import { text } from '#components/text/text.ts';
import { leave } from './leave.ts';

export function SidebarFoot() {
  const reader = useReader();
  const isHere = useConnection().status === 'connected';
  const [hasFailed, setFailed] = useState(false);
  return (
    <div className="flex-none border-t border-line pb-[env(safe-area-inset-bottom)]">
      <div className="flex items-center gap-2.5 py-2.5 pr-2 pl-4">
        <PersonMark name={reader.name} />
        <span className="min-w-0 flex-1">
          <span className="block truncate type-label">{reader.name}</span>
          <span className="inline-flex items-center gap-1.5 type-caption text-ink-3">
            <PresenceDot state={isHere ? 'here' : 'gone'} shape="person" />
            {isHere ? text.shell.here : text.shell.notHere}
          </span>
        </span>
        <IconButton
          label={text.shell.signOut}
          tip="above"
          onClick={() => void leave(reader.id).catch(() => setFailed(true))}
        >
          <LogOut className="size-4" strokeWidth={1.75} />
        </IconButton>
      </div>
      <p role="status" className="type-caption text-danger not-empty:px-4 not-empty:pb-2.5">
        {hasFailed && text.shell.signOutFailed}
      </p>
    </div>
  );
}
