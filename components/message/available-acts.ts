import type { ShownMessage } from '#lib/chat/optimistic-messages.ts';

export interface AvailableActs {
  canReact: boolean;
  canReply: boolean;
  canEdit: boolean;
  canDelete: boolean;
  canStop: boolean;
  canCopy: boolean;
  hasVersions: boolean;
}

/** Of what isn't stored there is only the text to take along; of what was deleted there is nothing. */
export function availableActs({ stored, deleted, senderId, text }: ShownMessage, reader: string): AvailableActs {
  const isThere = stored !== null && !deleted;
  const isOpen = stored?.stream === 'open';
  const isMine = isThere && senderId === reader;
  return {
    canReact: isThere,
    canReply: isThere && !isOpen,
    canEdit: isMine,
    canDelete: isMine,
    canStop: isThere && isOpen,
    canCopy: !deleted && text !== '',
    hasVersions: isThere && stored.updatedAt !== null && stored.stream === null,
  };
}
