import type { Block, InputBlock } from './blocks.ts';
import { textMax } from './limits.ts';

interface TextBlock {
  type: 'text';
  text: string;
}

/**
 * Blocks, and a text after them. It goes on in a last block of text and is cut where a block is full, but never in the middle
 * of a character. So a text that comes bit by bit makes the same blocks as the whole of it at once, on the server and in a page.
 */
export function withText<B extends Block | InputBlock>(blocks: readonly B[], text: string): (B | TextBlock)[] {
  if (text === '') return [...blocks];
  const last = blocks.at(-1);
  return last?.type === 'text' ? [...blocks.slice(0, -1), ...cut(last.text + text)] : [...blocks, ...cut(text)];
}

/** In UTF-16 units, without joining the blocks: what an offset into the text counts. */
export function textLength(content: readonly (Block | InputBlock)[]): number {
  return content.reduce((length, block) => length + (block.type === 'text' ? block.text.length : 0), 0);
}

function cut(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  for (let at = 0; at < text.length;) {
    const end = text.length - at <= textMax ? text.length : at + textMax - (isInCharacter(text, at + textMax) ? 1 : 0);
    blocks.push({ type: 'text', text: text.slice(at, end) });
    at = end;
  }
  return blocks;
}

function isInCharacter(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xffff;
}
