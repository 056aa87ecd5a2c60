import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '#lib/contract/chat.ts';
import { inline, messageAsMarkdown } from './markdown.ts';

const names = (id: string) => (id === 'maya' ? 'Maya *Star*' : 'Guide');

function message(fields: Partial<Message> = {}): Message {
  return {
    id: '01K8000000000000000000000A',
    conversationId: '01K8000000000000000000000B',
    senderId: 'maya',
    clientId: null,
    content: [],
    inReplyToMessageId: null,
    replyTo: null,
    seq: 1,
    version: 1,
    createdAt: Date.UTC(2026, 10, 21, 14, 20),
    updatedAt: null,
    deleted: false,
    deletedWhy: null,
    deliveryFailed: false,
    nextTryAt: null,
    deliverySeq: 0,
    mentions: [],
    stream: null,
    reactions: [],
    reactionsSeq: 0,
    ...fields,
  };
}

const saying = (text: string) => messageAsMarkdown(message({ content: [{ type: 'text', text }] }), names);

describe('a message as Markdown', () => {
  it('says who, when, what became of it, what it came with and what others thought', () => {
    const file = { attachmentId: 'x', mimeType: 'image/png', size: 7, width: null, height: null, isImage: true };
    const shown = messageAsMarkdown(
      message({
        content: [
          { type: 'text', text: 'Look:\n- one' },
          { type: 'attachment', filename: '<b>.png', ...file },
        ],
        updatedAt: Date.UTC(2026, 10, 21, 14, 25),
        reactions: [{ emoji: '👍', count: 2, memberIds: ['maya', 'guide'] }],
      }),
      names,
    );
    expect(shown).toBe(
      [
        '',
        '**Maya \\*Star\\*** · 2026-11-21 14:20 UTC · edited 2026-11-21 14:25 UTC',
        '',
        '> Look:',
        '> - one',
        '',
        'File: \\<b\\>\\.png (image\\/png, 7 bytes)',
        '',
        'Reactions: 👍 Maya \\*Star\\*, Guide',
        '',
      ].join('\n'),
    );
  });

  it('keeps a place for what was deleted, and no word of it', () => {
    expect(messageAsMarkdown(message({ deleted: true }), names)).toBe(
      '\n**Maya \\*Star\\*** · 2026-11-21 14:20 UTC · deleted\n',
    );
  });

  it('never lets a text stand outside of its quote, whatever is in it', () => {
    const piece = fc.constantFrom(
      '```',
      '~~~',
      '\n',
      '\r',
      '\r\n',
      '# x',
      '---',
      '> ',
      '<!--',
      '<div>',
      '[a]: b',
      '| ',
      'x',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { minLength: 1, maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        fc.pre(text !== '');
        const [, head = '', blank, ...rest] = saying(text).split('\n');
        expect(head).toMatch(/^\*\*Maya/);
        expect(blank).toBe('');
        const last = rest.pop();
        expect([last, rest.every((line) => line.startsWith('>') && !line.includes('\r'))]).toEqual(['', true]);
      }),
      { numRuns: 3_000, seed: 20_261 },
    );
  });

  it('shows as it was typed what a quote could not hold, behind a fence that nothing in it closes', () => {
    for (const text of [
      '<!-- never closed',
      'a <script> b',
      '[maya]: https://elsewhere.example',
      '- [x]: y',
      '> [x]: y',
    ]) {
      expect(saying(`${text}\n\`\`\`\`\nmore`)).toContain(`> \`\`\`\`\`\n> ${text}\n> \`\`\`\`\n> more\n> \`\`\`\`\``);
    }
    for (const text of ['1 < 2', 'a <- b', '[link](https://x.example)', 'see [1]']) {
      expect(saying(text)).toContain(`> ${text}\n`);
    }
  });

  it('takes names and titles at their word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const shown = inline(text);
        expect(shown).not.toMatch(/[\n\r]/);
        expect(shown.replace(/\\[!-/:-@[-`{-~]/g, '')).not.toMatch(/[!-/:-@[-`{-~]/);
      }),
      { numRuns: 1_000, seed: 20_261 },
    );
  });
});
