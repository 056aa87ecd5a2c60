'use client';

import { SquarePen } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { text } from '#components/text/text.ts';
import { useNewConversation } from './use-new-conversation.ts';

export function NewConversationButton({ onCreated }: { onCreated?: () => void }) {
  const { create, isBusy, canCreate } = useNewConversation(onCreated);
  return (
    <IconButton
      label={isBusy ? text.shell.creating : text.shell.newConversation}
      aria-busy={isBusy}
      disabled={!canCreate}
      onClick={create}
    >
      <SquarePen className="size-4" strokeWidth={1.75} />
    </IconButton>
  );
}
