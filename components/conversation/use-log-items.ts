import { useMemo, useState } from 'react';
import type { Message } from '#lib/contract/chat.ts';
import type { ConversationLog } from '#lib/realtime/apply-event.ts';
import { windowAround } from '#lib/realtime/apply-event.ts';
import { grown } from '#lib/realtime/growth.ts';
import type { LogItem } from '#lib/chat/message-grouping.ts';
import { Grouping } from '#lib/chat/message-grouping.ts';
import type { ShownMessage } from '#lib/chat/optimistic-messages.ts';
import { withPending } from '#lib/chat/optimistic-messages.ts';
import type { OutboxEntry } from '#lib/chat/outbox.ts';
import type { UnreadLine } from '#lib/chat/unread.ts';
import { must } from '#lib/std/must.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { useClock } from '#components/look/clock-provider.tsx';

interface Window {
  messages: readonly Message[];
  isNewest: boolean;
}

/** The messages around one, or the newest; what agents are writing goes as far as it has come. */
export function useWindow(log: ConversationLog, centre: string | null): Window {
  const newest = { messages: log.messages, isNewest: true };
  const window = (centre === null ? null : windowAround(log, centre)) ?? newest;
  const { growing } = log;
  const messages = useMemo(() => withGrowth(window.messages, growing), [window.messages, growing]);
  return { messages, isNewest: window.isNewest };
}

/** What grows stands near the end, so that is where it is looked for. */
function withGrowth(messages: readonly Message[], growing: ConversationLog['growing']): readonly Message[] {
  if (growing.size === 0) return messages;
  const all = [...messages];
  let left = growing.size;
  for (let at = all.length - 1; at >= 0 && left > 0; at--) {
    const message = must(all[at], 'a message within the list');
    const growth = growing.get(message.id);
    if (growth === undefined) continue;
    all[at] = grown(message, growth);
    left -= 1;
  }
  return all;
}

/** What waits in the outbox comes after the newest message, so only there it is shown. */
export function useLogItems(
  { messages, isNewest }: Window,
  entries: readonly OutboxEntry[],
  line: UnreadLine | null,
): LogItem<ShownMessage>[] {
  const reader = useReader();
  const { timeZone } = useClock();
  const shown = useMemo(
    () => withPending(messages, isNewest ? entries : none, reader.id),
    [messages, isNewest, entries, reader.id],
  );
  const [grouping] = useState(() => new Grouping<ShownMessage>());
  return useMemo(() => grouping.of(shown, { timeZone, line }), [grouping, shown, timeZone, line]);
}

const none: readonly OutboxEntry[] = [];
