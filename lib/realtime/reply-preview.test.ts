import { expect, test } from 'vitest';
import type { Block } from '#lib/contract/blocks.ts';
import { previewTextOf } from './reply-preview.ts';

const text = (words: string): Block => ({ type: 'text', text: words });
const file = (filename: string): Block => ({
  type: 'attachment',
  attachmentId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  mimeType: 'text/plain',
  size: 1,
  filename,
  width: null,
  height: null,
  isImage: false,
});

test.each([
  ['its first text', [text('Look'), text(' here')], 'Look'],
  ['its text, wherever the files stand', [file('a.png'), text('Look')], 'Look'],
  ['the names of its files, in their order', [file('b.png'), file('a.pdf')], 'b.png, a.pdf'],
  ['nothing, where there is nothing', [], ''],
])('a preview shows %s', (_name, content, shown) => {
  expect(previewTextOf(content)).toBe(shown);
});

test('ten long names are cut as a long text is', () => {
  const names = previewTextOf(Array.from({ length: 10 }, () => file(`${'n'.repeat(100)}.txt`)));
  expect(Array.from(names)).toHaveLength(160);
  expect(names.endsWith('…')).toBe(true);
});
