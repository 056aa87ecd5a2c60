import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findConversations } from './find-conversations.ts';

const row = (title: string | null, lastActivityAt = 0) => ({ title, lastActivityAt });
const found = (titles: readonly (string | null)[], query: string) =>
  findConversations(
    titles.map((title, index) => row(title, -index)),
    query,
  ).map(({ row: { title } }) => title);
const marked = (title: string, query: string) =>
  findConversations([row(title)], query)[0]
    ?.title.map(({ text, isHit }) => (isHit ? `[${text}]` : text))
    .join('');

describe('findConversations', () => {
  it('finds every word in any order, without regard to case and accents', () => {
    expect(found(['Gate the rollout on health', 'Release notes', null], 'HEALTH roll')).toEqual([
      'Gate the rollout on health',
    ]);
    expect(found(['Café menu', 'Müller & Sons'], 'cafe')).toEqual(['Café menu']);
    expect(found(['Café menu', 'Müller & Sons'], 'muller')).toEqual(['Müller & Sons']);
  });

  it('puts what begins so first, then words that begin so, then the rest, the newest first among equals', () => {
    expect(found(['Unroll', 'Gate the rollout', 'Rollout, older', 'Rollout, oldest'], 'roll')).toEqual([
      'Rollout, older',
      'Rollout, oldest',
      'Gate the rollout',
      'Unroll',
    ]);
  });

  it('finds nothing for nothing', () => {
    expect(found(['Rollout'], '  ')).toEqual([]);
  });

  it('marks what was found where it stands, accents and all', () => {
    expect(marked('Gate the rollout', 'roll gate')).toBe('[Gate] the [roll]out');
    expect(marked('Crème brûlée', 'brul')).toBe('Crème [brûl]ée');
    expect(marked('İstanbul', 'stan')).toBe('İ[stan]bul');
  });

  it('never loses or adds a letter of a title', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(text, text, (title, query) => {
        for (const { title: pieces } of findConversations([row(title)], query)) {
          expect(pieces.map((piece) => piece.text).join('')).toBe(title);
          expect(pieces.some((piece) => piece.isHit)).toBe(true);
        }
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});
