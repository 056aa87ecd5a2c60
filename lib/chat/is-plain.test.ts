import { expect, test } from 'vitest';
import { isPlain } from './is-plain.ts';

test.each([
  'Take it to staging, please',
  'One line\nand another\n\nA paragraph (in brackets), 10:30',
  'Über 3 % — “ja”',
])('needs nothing to show: %j', (text) => expect(isPlain(text)).toBe(true));

test.each([
  '**bold**',
  '- a list',
  'text\n1. first',
  '`code`',
  'www.example.org',
  'https://example.org',
  'a\n===',
  '    code',
  'mira@example.org',
  '<b>',
  'a | b',
  '&amp;',
])('is Markdown: %j', (text) => expect(isPlain(text)).toBe(false));
