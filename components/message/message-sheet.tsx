'use client';

import { Pencil, Reply, SmilePlus, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ShownMessage } from '#lib/chat/optimistic-messages.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { EmojiPicker, QuickEmojis } from '#components/reactions/emoji-picker.tsx';
import { messageText } from '#components/text/message-text.ts';
import { Modal } from '#components/ui/modal.tsx';
import { useMessageActs } from './acts-context.ts';
import { availableActs } from './available-acts.ts';
import { moreItems } from './message-tools.tsx';

/** The same as the tools, for a finger: from the lower edge, each as high as one. */
export function MessageSheet({ message, onClose }: { message: ShownMessage; onClose: () => void }) {
  const acts = useMessageActs();
  const { id: reader } = useReader();
  const can = availableActs(message, reader);
  const [isPicking, setPicking] = useState(false);
  const { stored } = message;
  const then = (act: () => void) => () => {
    onClose();
    act();
  };
  const react = (emoji: string) => stored !== null && then(() => acts.react(stored, emoji, true))();
  return (
    <Modal
      isOpen
      onClose={onClose}
      aria-label={messageText.tools}
      className="mx-auto mt-auto mb-0 w-full max-w-lg rounded-t-float bg-raised p-0 pb-[env(safe-area-inset-bottom)]"
    >
      {isPicking ? (
        <EmojiPicker title={messageText.emojiTitle} onChoose={react} />
      ) : (
        <div className="grid p-2">
          {can.canReact && (
            <div className="mb-1 flex items-center border-b border-line pb-1">
              <QuickEmojis onChoose={react} />
              <Row icon={<SmilePlus {...icon} />} isShort onClick={() => setPicking(true)}>
                {messageText.reactMore}
              </Row>
            </div>
          )}
          {stored !== null && can.canReply && (
            <Row icon={<Reply {...icon} />} onClick={then(() => acts.reply(stored))}>
              {messageText.reply}
            </Row>
          )}
          {stored !== null && can.canEdit && (
            <Row icon={<Pencil {...icon} />} onClick={then(() => acts.edit(stored))}>
              {messageText.edit}
            </Row>
          )}
          {stored !== null && can.canStop && (
            <Row icon={<Square {...icon} />} onClick={then(() => acts.stop(stored))}>
              {messageText.stop}
            </Row>
          )}
          {moreItems(message, { acts, can }).map((item) => (
            <Row key={item.label} icon={item.icon} isDanger={item.isDanger === true} onClick={then(item.onChoose)}>
              {item.label}
            </Row>
          ))}
        </div>
      )}
    </Modal>
  );
}

const icon = { 'aria-hidden': true, className: 'size-4 text-ink-2', strokeWidth: 1.75 } as const;

interface RowProps {
  icon: ReactNode;
  onClick: () => void;
  isDanger?: boolean;
  /** Only its icon is shown. */
  isShort?: boolean;
  children: string;
}

function Row({ icon: mark, onClick, isDanger = false, isShort = false, children }: RowProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={isShort ? children : undefined}
      className={`flex min-h-11 items-center gap-3 rounded-control px-3 text-start type-ui hover:bg-hover ${isDanger ? 'text-danger' : ''}`}
    >
      {mark}
      {!isShort && children}
    </button>
  );
}
