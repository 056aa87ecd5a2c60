import { expect, test } from 'vitest';
import { mentionedIn, splitMentions } from './mentions.ts';

const members = ['Jonas', 'Jonas Weil', 'Ann (Ops)'].map((displayName) => ({ id: displayName, displayName }));
const names = members.map(({ displayName }) => displayName);
const mentions = (text: string) => splitMentions(text, names).flatMap((piece) => (piece.isMention ? [piece.text] : []));

test('the longest name that fits is named, whatever its case, and names may hold any character', () => {
  expect(mentions('Yes. @jonas weil has them, and @Ann (Ops) too')).toEqual(['@jonas weil', '@Ann (Ops)']);
  expect(mentionedIn('Yes. @jonas weil has them', members).map(({ id }) => id)).toEqual(['Jonas Weil']);
});

test('an address or part of a word names nobody', () => {
  expect(mentions('mail x@jonas.example, or @Jonasson')).toEqual([]);
  expect(mentionedIn('nobody', members)).toEqual([]);
});

test('nothing of the text is lost', () => {
  const text = '@Jonas @Jonas Weil@Jonas and @nobody';
  expect(
    splitMentions(text, names)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
  expect(splitMentions(text, [])).toEqual([{ text, isMention: false }]);
});
