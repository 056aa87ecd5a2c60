'use client';

import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  Link,
  LogOut,
  Pencil,
  Pin,
  PinOff,
  Settings2,
  Trash2,
} from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { RefObject } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import { useConversationActs } from '#components/data/conversation-acts.ts';
import { conversationKey, readConversation } from '#components/data/conversation.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { useSandbox } from '#components/data/sandboxes.ts';
import { agentPath, conversationPath } from '#lib/chat/addresses.ts';
import { useChatRoot, useWay } from '#components/shell/navigation.ts';
import { text } from '#components/text/text.ts';
import type { MenuItem } from '#components/ui/menu-item.ts';
import { MenuList } from '#components/ui/menu-list.tsx';
import { useToast } from '#components/ui/toast.tsx';
import type { MenuControl, MenuHandlers } from './menu-control.ts';

const small = { className: 'size-4', strokeWidth: 1.75, 'aria-hidden': true } as const;

export function ConversationMenuList({ row, label, control, trigger, ...handlers }: MenuListProps) {
  const items = useThingsToDo(row, handlers, control.isOpen);
  return (
    <MenuList
      label={label}
      items={items}
      isOpen={control.isOpen}
      onOpenChange={(isOpen) => (isOpen ? control.open(false) : control.close())}
      isByKey={control.isByKey}
      trigger={trigger}
      side="bottom"
    />
  );
}

interface MenuListProps extends MenuHandlers {
  row: ConversationItem;
  label: string;
  control: MenuControl;
  trigger: RefObject<HTMLElement | null>;
}

function useThingsToDo(row: ConversationItem, { setMode, attempt }: MenuHandlers, isOpen: boolean): MenuItem[] {
  const acts = useConversationActs();
  const toast = useToast();
  const root = useChatRoot();
  const goTo = useWay();
  const sandbox = useSandbox(row.sandboxId);
  const mayDelete = useMayDelete(row.conversationId, isOpen);
  const { muted, pinned } = row;
  const isArchived = row.archivedAt !== null;

  async function archive() {
    if (!(await attempt(acts.setArchived(row, !isArchived))) || isArchived) return;
    toast({
      says: text.acts.archived,
      undo: { label: text.acts.undo, run: () => void attempt(acts.setArchived(row, false)) },
    });
  }
  const link = () => new URL(conversationPath(row.conversationId, root), window.location.origin).href;
  return [
    { label: text.acts.rename, icon: <Pencil {...small} />, onChoose: () => setMode('renaming') },
    {
      label: pinned ? text.acts.unpin : text.acts.pin,
      icon: pinned ? <PinOff {...small} /> : <Pin {...small} />,
      onChoose: () => void attempt(acts.setPinned(row, !pinned)),
    },
    {
      label: muted ? text.acts.unmute : text.acts.mute,
      icon: muted ? <Bell {...small} /> : <BellOff {...small} />,
      onChoose: () => void attempt(acts.setMuted(row, !muted)),
    },
    {
      label: isArchived ? text.acts.unarchive : text.acts.archive,
      icon: isArchived ? <ArchiveRestore {...small} /> : <Archive {...small} />,
      onChoose: () => void archive(),
    },
    // Without a secure address there is no clipboard; the address bar still has the link.
    {
      label: text.acts.copyLink,
      icon: <Link {...small} />,
      onChoose: () => void navigator.clipboard?.writeText(link()).catch(() => undefined),
    },
    ...(sandbox?.mayManage === true
      ? [
          {
            label: text.acts.agentSettings,
            icon: <Settings2 {...small} />,
            onChoose: () => goTo(agentPath(sandbox.sandboxId)),
          },
        ]
      : []),
    { label: text.acts.leave, icon: <LogOut {...small} />, isDanger: true, onChoose: () => setMode('leaving') },
    ...(mayDelete
      ? [{ label: text.acts.delete, icon: <Trash2 {...small} />, isDanger: true, onChoose: () => setMode('deleting') }]
      : []),
  ];
}

/** Who began it may end it. A row doesn't say who that was, so it is asked once somebody looks. */
function useMayDelete(conversationId: string, isOpen: boolean): boolean {
  const client = useQueryClient();
  const reader = useReader();
  const { data } = useQuery({
    queryKey: conversationKey(conversationId),
    queryFn: () => readConversation(client, conversationId),
    enabled: isOpen,
  });
  return data?.createdBy === reader.id;
}
