'use client';

import { X } from 'lucide-react';
import type { Conversation } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { text } from '#components/text/text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { useDetails } from './details-context.ts';
import { AgentPart, ConversationPart } from './parts.tsx';
import { PeoplePart } from './people-part.tsx';

/** What there is to know beside the log: a column of its own from 1280, else over the conversation from the right. */
export function Details(about: DetailsProps) {
  const { isDocked, isSheet, setSheet } = useDetails();
  return (
    <>
      {isDocked && (
        <aside
          id="details"
          aria-label={text.details.title}
          data-pane
          tabIndex={-1}
          className="w-(--w-details) flex-none overflow-x-hidden overflow-y-auto border-s log-ring border-line bg-desk max-xl:hidden"
        >
          <Parts {...about} />
        </aside>
      )}
      <Modal
        isOpen={isSheet}
        onClose={() => setSheet(false)}
        closesAt="(min-width: 80rem)"
        aria-label={text.details.title}
        className="mr-0 ml-auto h-dvh w-(--w-details) bg-desk p-0 open:animate-[come-in-from-right_var(--t-slow)_var(--settle)] max-md:ml-0 max-md:w-full"
      >
        <Sheet {...about} />
      </Modal>
    </>
  );
}

interface DetailsProps {
  /** Undefined while it is loaded: its place is there already, so that nothing moves when it comes. */
  conversation: Conversation | undefined;
  sandbox: Sandbox | undefined;
}

function Sheet(about: DetailsProps) {
  const { setSheet } = useDetails();
  return (
    <div className="flex h-full flex-col pt-[env(safe-area-inset-top)] pr-[env(safe-area-inset-right)] max-md:pl-[env(safe-area-inset-left)]">
      <header className="flex h-(--h-head) flex-none items-center border-b border-line pr-3 pl-5 max-md:h-14 max-md:pr-1">
        <h2 className="flex-1 type-head">{text.details.title}</h2>
        <IconButton label={text.parts.close} onClick={() => setSheet(false)}>
          <X className="size-4" strokeWidth={1.75} />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto pb-[env(safe-area-inset-bottom)]">
        <Parts {...about} />
      </div>
    </div>
  );
}

function Parts({ conversation, sandbox }: DetailsProps) {
  return (
    <>
      {sandbox !== undefined && <AgentPart sandbox={sandbox} />}
      {conversation !== undefined && <ConversationPart conversation={conversation} />}
      {conversation !== undefined && <PeoplePart conversation={conversation} sandbox={sandbox} />}
    </>
  );
}
