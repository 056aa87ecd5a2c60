import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitBlocks } from './markdown-blocks.ts';

const answer = `# Plan

First paragraph,
two lines.

- one

- two
  \`\`\`ts
  const a = 1;

  const b = 2;
  \`\`\`

- three

> quoted

\`\`\`sql
select 1;

select 2;
\`\`\`

| a | b |
|---|---|
| 1 | 2 |

1. first

   with a second paragraph
2. second

The end.`;

describe('splitBlocks', () => {
  it('cuts between blocks and never inside a list, a quote, a table or code', () => {
    expect(splitBlocks(answer).map((block) => block.trim().split('\n')[0])).toEqual([
      '# Plan',
      'First paragraph,',
      '- one',
      '> quoted',
      '```sql',
      '| a | b |',
      '1. first',
      'The end.',
    ]);
  });

  it('keeps every line', () => {
    expect(splitBlocks(answer).join('\n')).toBe(answer);
  });

  it('leaves a text whole whose parts refer to each other', () => {
    const text = 'See [the page][1].\n\nMore.\n\n[1]: https://example.org';
    expect(splitBlocks(text)).toEqual([text]);
  });

  it('leaves code open to the end, however many empty lines it has', () => {
    expect(splitBlocks('Before\n\n```\na\n\n\nb\n\nc')).toHaveLength(2);
  });

  it('a growing answer makes each finished block once: what is above the last one is the same at every length', () => {
    const drawn = new Map<number, Set<string>>();
    for (let length = 1; length <= answer.length; length++) {
      const blocks = splitBlocks(answer.slice(0, length));
      for (const [index, block] of blocks.slice(0, -1).entries()) {
        drawn.set(index, (drawn.get(index) ?? new Set()).add(block));
      }
    }
    // A list's end is known only when the next line has begun: until then it may look finished without its next item.
    for (const [index, sources] of drawn) expect(sources.size, `block ${index}`).toBeLessThanOrEqual(2);
  });

  it('loses no character of anything', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\n\n',
      '```',
      '~~~',
      '- ',
      '1. ',
      '> ',
      '    ',
      '[x]: y',
      '<pre>',
      '|',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const source = pieces.join('');
        const shown = splitBlocks(source).join('\n');
        expect(shown.replaceAll(/\s/g, '')).toBe(source.replaceAll(/\s/g, ''));
      }),
      { seed: 7, numRuns: 2_000 },
    );
  });
});
