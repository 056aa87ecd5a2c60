import type { Block } from '#lib/contract/blocks.ts';
import { textMax } from '#lib/contract/limits.ts';

/**
 * What a message says, as one text. Blocks are paragraphs of their own; but a streamed text is cut where a block is full,
 * in the middle of a word perhaps, and goes on there.
 */
export function textOfBlocks(content: readonly Block[]): string {
  let text = '';
  let wasFull = true;
  for (const block of content) {
    if (block.type !== 'text') continue;
    text += text === '' || wasFull ? block.text : `\n\n${block.text}`;
    // One less: a character of two units is not cut.
    wasFull = block.text.length >= textMax - 1;
  }
  return text;
}
