'use client';

import { memo, useMemo } from 'react';
import { isPlain } from '#lib/chat/is-plain.ts';
import { splitBlocks } from '#lib/chat/markdown-blocks.ts';
import { useMarkdown } from './load-markdown.ts';

interface WrittenProps {
  text: string;
  /** Its end is still being written: a caret stands there. */
  isOpen?: boolean;
  /** Who is named in it. */
  names?: readonly string[];
}

/** What somebody wrote. Block by block, so that a growing text draws its last block again and nothing above it. */
export const Written = memo(function Written({ text, isOpen = false, names = nobody }: WrittenProps) {
  const needsMarkdown = useMemo(() => names.length > 0 || !isPlain(text), [text, names]);
  const Markdown = useMarkdown(needsMarkdown);
  const isMarkdown = needsMarkdown && Markdown !== null;
  const blocks = useMemo(() => (isMarkdown ? splitBlocks(text) : paragraphs(text)), [isMarkdown, text]);
  return (
    <div className="written type-read" data-open={isOpen || undefined}>
      {blocks.map((block, index) =>
        isMarkdown ? (
          <Markdown key={index} source={block} isOpen={isOpen && index === blocks.length - 1} names={names} />
        ) : (
          <p key={index} className="whitespace-pre-wrap">
            {block}
          </p>
        ),
      )}
      {isOpen && blocks.length === 0 && <p />}
    </div>
  );
});

const nobody: readonly string[] = [];

function paragraphs(text: string): string[] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : trimmed.split(/\n{2,}/);
}
