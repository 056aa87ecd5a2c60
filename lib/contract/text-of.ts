import type { Block, InputBlock } from './blocks.ts';

/** What a message says. Several text blocks are one text, cut anywhere by whoever sent them. */
export function textOf(content: readonly (Block | InputBlock)[]): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}
