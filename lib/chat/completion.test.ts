import { describe, expect, it } from 'vitest';
import type { Member } from '#lib/contract/chat.ts';
import { matchingMembers, mentionAt, withMention } from './completion.ts';

const people: Member[] = ['Jonas Weil', 'Jörg Ode', 'Ann Jones', 'Harbor'].map((displayName) => ({
  id: displayName,
  kind: displayName === 'Harbor' ? 'bot' : 'user',
  displayName,
}));
const names = (query: string) => matchingMembers(people, query).map(({ displayName }) => displayName);

describe('mentionAt', () => {
  it('is what stands between an @ and the caret', () => {
    expect(mentionAt('Ask @jo about it', 7)).toEqual({ from: 4, to: 7, query: 'jo' });
    expect(mentionAt('@', 1)).toEqual({ from: 0, to: 1, query: '' });
    expect(mentionAt('(@Jonas W', 9)?.query).toBe('Jonas W');
  });

  it('is nothing in an address, after a break, or where somebody wrote on', () => {
    expect(mentionAt('mira@example', 12)).toBeNull();
    expect(mentionAt('@jo\nand', 7)).toBeNull();
    expect(mentionAt('at @ noon', 9)).toBeNull();
    expect(mentionAt('no name', 7)).toBeNull();
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

describe('withMention', () => {
  it('writes the whole name and one space, and stands behind both', () => {
    expect(withMention('Ask @jo', { from: 4, to: 7, query: 'jo' }, { displayName: 'Jonas Weil' })).toEqual({
      text: 'Ask @Jonas Weil ',
      caret: 16,
    });
    expect(withMention('Ask @jo now', { from: 4, to: 7, query: 'jo' }, { displayName: 'Jonas' })).toEqual({
      text: 'Ask @Jonas now',
      caret: 11,
    });
  });
});
