import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt, marked } from './excerpt.ts';
import { parseQuery, tsqueryOf } from './query.ts';
import { fold, wordsOf } from './words.ts';

const words = (text: string) => wordsOf(text).map(({ word }) => word);
const hits = (text: string, query: string) =>
  marked(text, parseQuery(query)).flatMap((segment) => (segment.isHit ? [segment.text] : []));

describe('wordsOf', () => {
  it('separates at every sign, and keeps what stands together findable whole', () => {
    expect(words('kubectl apply -f rollout.yaml')).toEqual(['kubectl', 'apply', 'f', 'rollout', 'yaml']);
    expect(words('snake_case, /srv/app/main.ts:12')).toEqual(['snake', 'case', 'srv', 'app', 'main', 'ts', '12']);
    expect(wordsOf('accessConversation')[0]).toMatchObject({
      word: 'accessconversation',
      parts: ['access', 'conversation'],
    });
  });

  it('knows neither case nor accents, in any script', () => {
    expect(words('Crème BRÛLÉE Straße Øresund Łódź')).toEqual(['creme', 'brulee', 'strasse', 'oresund', 'lodz']);
    expect(words('ΑΘΉΝΑ Йод हिन्दी')).toEqual(['αθηνα', 'иод', 'हिन्दी']);
  });

  it('goes character by character where there are no blanks', () => {
    expect(words('部署到生产 ok')).toEqual(['部', '署', '到', '生', '产', 'ok']);
    expect(words('🚀 done')).toEqual(['🚀', 'done']);
  });

  it('gives the place of each word, so that all words and all between them are the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        let at = 0;
        for (const { start, end, word } of wordsOf(text)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(fold(text.slice(start, end)).startsWith(word)).toBe(true);
          at = end;
        }
        expect(at).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2_000, seed: 20_261 },
    );
  });
});

describe('a query', () => {
  it('takes the last word for a beginning, and what is quoted for what it says', () => {
    expect(hits('the rollout of the roll', 'roll')).toEqual(['rollout', 'roll']);
    expect(hits('the rollout of the roll', '"roll"')).toEqual(['roll']);
    expect(hits('yaml rollout, rollout.yaml', 'rollout.yaml')).toEqual(['rollout', 'yaml']);
    expect(hits('one three two', '"one two"')).toEqual([]);
    expect(hits('部署到生产', '生产')).toEqual(['生', '产']);
    expect(hits('call accessConversation first', 'conversation')).toEqual(['accessConversation']);
  });

  it('finds nothing when one of its words is missing', () => {
    expect(hits('rollout done', 'rollout never')).toEqual([]);
  });

  it('is never more than text to Postgres, whatever is typed', () => {
    expect(tsqueryOf(parseQuery(`it's \\ a:* & ! ( <-> "x y" z`))).toBe(
      `('it' <-> 's') & ('a') & ('x' <-> 'y') & ('z':*)`,
    );
    expect(parseQuery('?! ...').phrases).toEqual([]);
  });
});

describe('an excerpt', () => {
  it('is the text, whole or around the first hit, and its pieces are text', () => {
    expect(excerpt('a <b>rollout</b>', parseQuery('rollout'))).toEqual([
      { text: 'a <b>', isHit: false },
      { text: 'rollout', isHit: true },
      { text: '</b>', isHit: false },
    ]);
  });

  it('never breaks a character, and has all of a short text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('rollout', '🚀', 'é', ' ', 'x', '部'), { maxLength: 400 }), (pieces) => {
        const text = pieces.join('');
        const shown = excerpt(text, parseQuery('rollout'));
        const joined = shown.map((segment) => segment.text).join('');
        expect(joined.isWellFormed()).toBe(true);
        expect(joined.length).toBeLessThan(250);
        expect(text.length <= 240 ? joined : '').toBe(text.length <= 240 ? text.replace(/\s+/g, ' ') : '');
      }),
      { numRuns: 500, seed: 20_261 },
    );
  });
});
