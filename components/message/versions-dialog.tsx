'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import type { Message } from '#lib/contract/chat.ts';
import { textOfBlocks } from '#lib/chat/text-of-blocks.ts';
import { diffWords } from '#lib/chat/word-diff.ts';
import { problemOf } from '#components/data/problem.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { messageText } from '#components/text/message-text.ts';
import { exactTime } from '#components/text/times.ts';
import { Bones } from '#components/ui/bones.tsx';
import { Broken } from '#components/ui/broken.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';

/** What each edit changed, the newest first. */
export function VersionsDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { conversationId, id: messageId, version } = message;
  const query = useInfiniteQuery({
    queryKey: ['versions', messageId, version],
    queryFn: ({ pageParam }) =>
      trpcClient.messages.versions.query({ conversationId, messageId, ...(pageParam > 0 && { before: pageParam }) }),
    initialPageParam: 0,
    getNextPageParam: ({ hasMore, versions }) => (hasMore ? versions.at(-1)?.version : undefined),
  });
  const old = query.data?.pages.flatMap(({ versions }) => versions);
  return (
    <Dialog title={messageText.versions} isOpen onClose={onClose}>
      {old === undefined && query.error === null && <Bones widths={[80, 60]} label={messageText.versionsLoading} />}
      {old === undefined && query.error !== null && (
        <Broken
          title={messageText.versionsFailed}
          why={`${problemOf(query.error).message} ${messageText.versionsSafe}`}
          requestId={problemOf(query.error).requestId}
          onRetry={() => void query.refetch()}
        />
      )}
      {old?.map(({ version: number, content, replacedAt }, index) => {
        const after = index === 0 ? message.content : (old[index - 1]?.content ?? []);
        return <Edit key={number} at={replacedAt} before={textOfBlocks(content)} after={textOfBlocks(after)} />;
      })}
      {query.hasNextPage && (
        <p className="type-caption">
          <LinkButton onClick={() => void query.fetchNextPage()}>{messageText.versionsMore}</LinkButton>
        </p>
      )}
    </Dialog>
  );
}

function Edit({ at, before, after }: { at: number; before: string; after: string }) {
  const { timeZone } = useClock();
  return (
    <section className="border-t border-line pt-3 first:border-0 first:pt-0">
      <h3 className="mb-1 type-section text-ink-3">{messageText.versionAt(exactTime(at, timeZone))}</h3>
      <Difference before={before} after={after} />
    </section>
  );
}

/** What went is struck through and said to have gone; what came is underlined. */
export function Difference({ before, after }: { before: string; after: string }) {
  return (
    <p className="type-read wrap-anywhere whitespace-pre-wrap">
      {diffWords(before, after).map(({ kind, text: words }, index) => {
        if (kind === 'same') return words;
        const isGone = kind === 'removed';
        const Change = isGone ? 'del' : 'ins';
        return (
          <Change key={index} className={isGone ? 'text-ink-3' : 'font-medium underline-offset-3 [del+&]:ms-1'}>
            <span className="sr-only">{isGone ? messageText.removedWords : messageText.addedWords} </span>
            {words}
          </Change>
        );
      })}
    </p>
  );
}
