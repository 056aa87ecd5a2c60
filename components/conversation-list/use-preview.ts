'use client';

import type { ConversationItem } from '#lib/contract/chat.ts';
import { plainLine } from '#lib/chat/plain-line.ts';
import { useWritingIn } from '#components/company/writing-here.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { text } from '#components/text/text.ts';

/** The one line under the title: what happens now, else what is asked, else what was begun, else what was said last. */
export function usePreview(row: ConversationItem, { draft, asks, agent }: Standing): string {
  const reader = useReader();
  const writing = useWritingIn(row.conversationId);
  const { preview } = row;
  if (writing !== null) return writing;
  if (asks > 0) return text.list.asks(agent, row.waiting[0]?.isCommand === true);
  if (draft !== '') return `${text.list.draft}: ${draft}`;
  if (preview === null) return text.list.nothingYet;
  if (preview.deleted) return text.list.deleted;
  const said = plainLine(preview.text);
  return preview.senderId === reader.id ? `${text.list.you}: ${said}` : said;
}

interface Standing {
  draft: string;
  asks: number;
  agent: string;
}
