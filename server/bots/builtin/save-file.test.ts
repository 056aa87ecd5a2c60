import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actionsBlockSchema } from '#lib/contract/blocks.ts';
import { fileOf, questionOf, readCall, type TextFile } from './save-file.ts';

const call = (asked: unknown) => readCall({ name: 'save_file', arguments: JSON.stringify(asked) });

const words = fc.string({ unit: 'binary', maxLength: 300 });
const hugeNames = fc.string({ unit: fc.constantFrom('𠮷', 'é', '.', ' '), minLength: 80, maxLength: 300 });

test('whatever a model asks for becomes a card that says all of what would be saved', () => {
  fc.assert(
    fc.property(fc.record({ name: fc.oneof(words, hugeNames), text: words, why: words }), (asked) => {
      const file = call({ ...asked, text: `Notes ${asked.text}` });
      const { request } = actionsBlockSchema.parse(questionOf(file as TextFile, 'group'));
      expect(fileOf({ request: request ?? null })).toEqual(file);
    }),
  );
});

test.each([
  [{ name: 'notes.md' }, /didn’t say properly/],
  [{ name: 'notes.md', text: ' \n\0 ' }, /nothing in it/],
  [{ name: 'notes.md', text: 'x'.repeat(8_001) }, /longer than the 8000 characters/],
])('what can’t be asked is refused in words: %j', (asked, sentence) => expect(call(asked)).toMatch(sentence));

test.each([
  ['/etc/passwd', 'passwd'],
  ['..\\..\\boot.ini', 'boot.ini'],
  ['.bashrc', 'bashrc'],
  ['a\nb\u202Etxt.exe', 'abtxt.exe'],
  ['../..', 'file.txt'],
  ['Übersicht (neu).md', 'Übersicht (neu).md'],
  ['港口.txt', '港口.txt'],
  ['𠮷'.repeat(120), '𠮷'.repeat(90)],
])('a file that is to be called %j is called %j', (name, called) => {
  expect(call({ name, text: 'x' })).toMatchObject({ name: called });
});

test('a card that asks for something else is no file', () => {
  const request = { kind: 'exec', title: 'Save the world', command: 'make' };
  expect(fileOf({ request })).toBeNull();
  expect(fileOf({ request: null })).toBeNull();
});
