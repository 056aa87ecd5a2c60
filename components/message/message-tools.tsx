'use client';

import { Copy, Ellipsis, History, Link, Pencil, Reply, SmilePlus, Square, Trash2 } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { ShownMessage } from '#lib/chat/optimistic-messages.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { EmojiTool } from '#components/reactions/emoji-tool.tsx';
import { messageText } from '#components/text/message-text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { MenuItem } from '#components/ui/menu-item.ts';
import { Menu } from '#components/ui/menu.tsx';
import { useMessageActs, type MessageActs } from './acts-context.ts';
import { availableActs, type AvailableActs } from './available-acts.ts';

/** Floats at the message's corner while the pointer or the focus is on it: the four that are wanted often, and the rest. */
export function MessageTools({ message }: { message: ShownMessage }) {
  const acts = useMessageActs();
  const { id: reader } = useReader();
  const can = availableActs(message, reader);
  const { stored } = message;
  const items = moreItems(message, { acts, can });
  if (!can.canReact && items.length === 0) return null;
  return (
    <div
      role="toolbar"
      aria-label={messageText.tools}
      data-tools
      tabIndex={-1}
      onKeyDown={moveInTools}
      className="absolute -top-3.5 -right-2 z-2 flex rounded-control bg-raised p-0.5 shadow-pop [--h-control:1.75rem]"
    >
      {stored !== null && can.canReact && (
        <EmojiTool
          label={messageText.react}
          title={messageText.emojiTitle}
          onChoose={(emoji) => acts.react(stored, emoji, true)}
        >
          <SmilePlus className="size-4" strokeWidth={1.75} />
        </EmojiTool>
      )}
      {stored !== null && can.canReply && (
        <IconButton label={messageText.reply} tip="above" onClick={() => acts.reply(stored)}>
          <Reply className="size-4" strokeWidth={1.75} />
        </IconButton>
      )}
      {stored !== null && can.canEdit && (
        <IconButton label={messageText.edit} tip="above" onClick={() => acts.edit(stored)}>
          <Pencil className="size-4" strokeWidth={1.75} />
        </IconButton>
      )}
      {stored !== null && can.canStop && (
        <IconButton label={messageText.stop} tip="above" onClick={() => acts.stop(stored)}>
          <Square className="size-4" strokeWidth={1.75} />
        </IconButton>
      )}
      {items.length > 0 && (
        <Menu label={messageText.more} items={items}>
          {(trigger) => (
            <IconButton {...trigger} label={messageText.more} tip="above">
              <Ellipsis className="size-4" strokeWidth={1.75} />
            </IconButton>
          )}
        </Menu>
      )}
    </div>
  );
}

/** As in any toolbar: arrows go along, Esc goes back to what it belongs to. */
function moveInTools(event: KeyboardEvent<HTMLElement>): void {
  const tools = event.currentTarget;
  // What was opened from here has keys of its own.
  if (event.target instanceof Element && event.target.closest('[role=menu], [role=dialog]') !== null) return;
  if (event.key === 'Escape') {
    event.stopPropagation();
    tools.closest('article')?.focus();
    return;
  }
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const buttons = [...tools.querySelectorAll<HTMLElement>('button')];
  const here = buttons.findIndex((button) => button === document.activeElement);
  if (step === undefined || here === -1) return;
  event.preventDefault();
  buttons.at((here + step) % buttons.length)?.focus();
}

const small = { 'aria-hidden': true, className: 'size-4 text-ink-2', strokeWidth: 1.75 } as const;

/** What is wanted less often, or had better not be pressed by mistake. */
export function moreItems(message: ShownMessage, { acts, can }: { acts: MessageActs; can: AvailableActs }): MenuItem[] {
  const { stored } = message;
  const items: (MenuItem | false)[] = [
    can.canCopy && {
      label: messageText.copyText,
      icon: <Copy {...small} />,
      onChoose: () => acts.copyText(message),
    },
    stored !== null &&
      !stored.deleted && {
        label: messageText.copyLink,
        icon: <Link {...small} />,
        onChoose: () => acts.copyLink(stored),
      },
    stored !== null &&
      can.hasVersions && {
        label: messageText.whatChanged,
        icon: <History {...small} />,
        onChoose: () => acts.showVersions(stored),
      },
    can.canDelete && {
      label: messageText.remove,
      icon: <Trash2 aria-hidden="true" className="size-4" strokeWidth={1.75} />,
      isDanger: true,
      onChoose: () => acts.askRemoval(message.key),
    },
  ];
  return items.filter((item) => item !== false);
}
