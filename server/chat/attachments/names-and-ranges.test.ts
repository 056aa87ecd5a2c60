import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanFileName, contentDisposition } from './file-name.ts';
import { rangeOf } from './range.ts';

test.each([
  ['photo.png', 'photo.png'],
  ['../../etc/passwd', 'passwd'],
  ['..\\..\\windows\\system32\\cmd.exe', 'cmd.exe'],
  ['C:\\Users\\maya\\notes.txt', 'notes.txt'],
  ['/', 'file'],
  ['..', 'file'],
  ['   ', 'file'],
  ['.gitignore', '.gitignore'],
  ['a\r\nContent-Type: text/html\r\n\r\n<script>.txt', 'html <script>.txt'],
  ['two\nlines\tand  blanks .txt', 'two lines and blanks .txt'],
  ['exe.\u202egpj', 'exe.gpj'],
  ['Résumé – Zoë.pdf', 'Résumé – Zoë.pdf'],
  ['Re\u0301sume\u0301.pdf', 'Résumé.pdf'],
  ['写真 👩‍👩‍👧.jpg', '写真 👩‍👩‍👧.jpg'],
  [`${'long '.repeat(60)}.tar`, `${'long '.repeat(60).slice(0, 115)}….tar`],
])('a file called %j is kept as %j', (given, kept) => {
  expect(cleanFileName(given)).toBe(kept);
});

test('no name leads out of a folder, breaks a header, or is empty, whatever was sent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 512 }), (given) => {
      const name = cleanFileName(given);
      expect(name).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(['', '.', '..']).not.toContain(name);
      expect(Array.from(name).length).toBeLessThanOrEqual(120);
      expect(cleanFileName(name)).toBe(name);
      const header = contentDisposition('attachment', name);
      expect(header).toMatch(/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w!#$&+.^`|~%-]*$/);
      expect(header.split('"')).toHaveLength(3);
      expect(decodeURIComponent(header.split("''")[1] ?? '')).toBe(name);
    }),
    { seed: 5, numRuns: 500 },
  );
});

describe('a range', () => {
  test.each([
    [undefined, null],
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=0-', { first: 0, last: 9 }],
    ['bytes=3-5', { first: 3, last: 5 }],
    ['bytes=3-500', { first: 3, last: 9 }],
    ['bytes=-4', { first: 6, last: 9 }],
    ['bytes=-400', { first: 0, last: 9 }],
    ['bytes=10-', 'beyond'],
    ['bytes=-0', 'beyond'],
    ['bytes=5-3', null],
    ['bytes=0-1,3-4', null],
    ['bytes=-', null],
    ['lines=0-1', null],
    ['bytes=a-b', null],
    [`bytes=${'9'.repeat(30)}-`, null],
  ] as const)('%s of ten bytes is %j', (header, range) => {
    expect(rangeOf(header, 10)).toEqual(range);
  });

  test('is always within the file, and reads what slice reads', async () => {
    const bytes = Buffer.from('0123456789');
    await fc.assert(
      fc.asyncProperty(fc.nat(12), fc.nat(12), async (from, to) => {
        const range = rangeOf(`bytes=${from}-${to}`, bytes.length);
        if (range === null || range === 'beyond') return;
        expect(range.first).toBeLessThanOrEqual(range.last);
        expect(range.last).toBeLessThan(bytes.length);
        const part = await buffer(Readable.from([bytes.subarray(range.first, range.last + 1)]));
        expect(String(part)).toBe('0123456789'.slice(from, to + 1));
      }),
      { seed: 6, numRuns: 100 },
    );
  });
});
