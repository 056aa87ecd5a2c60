import { describe, expect, it } from 'vitest';
import type { Member } from '#lib/contract/chat.ts';
import { completedAt, emojiAt, matchingMembers, mentionAt, withChosen } from './completion.ts';

const people: Member[] = ['Jonas Weil', 'Jörg Ode', 'Ann Jones', 'Harbor'].map((displayName) => ({
  id: displayName,
  kind: displayName === 'Harbor' ? 'bot' : 'user',
  displayName,
}));
const names = (query: string) => matchingMembers(people, query).map(({ displayName }) => displayName);

describe('mentionAt', () => {
  it('is what stands between an @ and the caret', () => {
    expect(mentionAt('Ask @jo about it', 7)).toEqual({ sign: '@', from: 4, to: 7, query: 'jo' });
    expect(mentionAt('@', 1)).toEqual({ sign: '@', from: 0, to: 1, query: '' });
    expect(mentionAt('(@Jonas W', 9)?.query).toBe('Jonas W');
  });

  it('is nothing in an address, after a break, or where somebody wrote on', () => {
    expect(mentionAt('mira@example', 12)).toBeNull();
    expect(mentionAt('@jo\nand', 7)).toBeNull();
    expect(mentionAt('at @ noon', 9)).toBeNull();
    expect(mentionAt('no name', 7)).toBeNull();
  });
});

describe('emojiAt', () => {
  const queryAtEnd = (text: string) => emojiAt(text, text.length)?.query ?? null;

  it('is what stands between a colon and the caret, from two letters on', () => {
    expect(emojiAt('Ship it :ro now', 11)).toEqual({ sign: ':', from: 8, to: 11, query: 'ro' });
    expect(['(:thumbs_up', '🚀:ro', '❤️:ro', 'done\n:ta', ':+1'].map(queryAtEnd)).toEqual([
      'thumbs_up',
      'ro',
      'ro',
      'ta',
      '+1',
    ]);
  });

  it('is nothing in a smiley, a time, an address, a path of names, a key of an object, or after a blank', () => {
    const others = [
      ':',
      ':D',
      ':)',
      '10:30',
      ':30',
      'https://exa',
      'std::co',
      '{"a":tr',
      'key:value',
      'so: wh',
      ':ro ',
    ];
    expect(others.map(queryAtEnd)).toEqual(others.map(() => null));
  });

  it('is nothing in code', () => {
    const code = ['run `git :ro', '```\ncolor :re', 'a\n```ruby\nx\n``` \n```\n:sy'];
    expect(code.map(queryAtEnd)).toEqual(code.map(() => null));
    expect(['`git` :ro', 'a ` alone\n:ro', '```\ncode\n```\n:ro'].map(queryAtEnd)).toEqual(['ro', 'ro', 'ro']);
  });
});

describe('completedAt', () => {
  it('is about the nearer sign', () => {
    expect(completedAt('@jonas well done :cl', 20)).toMatchObject({ sign: ':', query: 'cl' });
    expect(completedAt(':clap @jo', 9)).toMatchObject({ sign: '@', query: 'jo' });
  });
});

describe('matchingMembers', () => {
  it('offers everybody before a letter is typed', () => {
    expect(names('')).toEqual(['Jonas Weil', 'Jörg Ode', 'Ann Jones', 'Harbor']);
  });

  it('finds names by the beginning of each word, the first word first, without their accents', () => {
    expect(names('jo')).toEqual(['Jonas Weil', 'Jörg Ode', 'Ann Jones']);
    expect(names('JORG')).toEqual(['Jörg Ode']);
    expect(names('jonas w')).toEqual(['Jonas Weil']);
    expect(names('eil')).toEqual([]);
  });
});

describe('withChosen', () => {
  it('writes the whole name and one space, and stands behind both', () => {
    const completed = { sign: '@', from: 4, to: 7, query: 'jo' } as const;
    expect(withChosen('Ask @jo', completed, '@Jonas Weil')).toEqual({ text: 'Ask @Jonas Weil ', caret: 16 });
    expect(withChosen('Ask @jo now', completed, '@Jonas')).toEqual({ text: 'Ask @Jonas now', caret: 11 });
  });
});
