import type { Message } from '#lib/contract/chat.ts';
import { useLogEnds } from '#components/data/conversation-log.ts';
import type { End } from './message-log.tsx';

interface Shown {
  messages: readonly Message[];
  /** The position below which there is nothing, if that is known. */
  start: number | null;
  isNewest: boolean;
}

/** The two ends of what is on screen: whether there is more beyond them, and how that is read. */
export function useEnds(conversationId: string, { messages, start, isNewest }: Shown): { older: End; newer: End } {
  const { older, newer } = useLogEnds(conversationId);
  const [first, last] = [messages.at(0), messages.at(-1)];
  return {
    older: endOf(older, first !== undefined && (start === null || first.seq > start) ? first.id : null),
    newer: endOf(newer, isNewest ? null : (last?.id ?? null)),
  };
}

type Reading = ReturnType<typeof useLogEnds>['older'];

function endOf({ isPending, error, mutate, reset }: Reading, from: string | null): End {
  return {
    hasMore: from !== null,
    isLoading: isPending,
    error,
    load: () => from !== null && mutate(from, { onSuccess: reset }),
  };
}
