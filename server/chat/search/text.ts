import type { InputBlock } from '#lib/contract/blocks.ts';

/** All that a message can be found by: what it says, what it asks to be allowed, and what its files are called. */
export function searchableText(content: readonly InputBlock[], fileNames: readonly string[]): string {
  const said = content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  const asked = content.flatMap((block) =>
    block.type === 'actions' ? [block.request?.title, block.request?.command] : [],
  );
  return [said, ...asked, ...fileNames].filter((piece) => piece != null && piece !== '').join('\n');
}
