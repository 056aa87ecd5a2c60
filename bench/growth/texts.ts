import { chanceOf, type Chance } from '#drills/seed.ts';
import { must } from '#lib/std/must.ts';
import type { Sql } from '#server/db/client.ts';
import { lexemesOf } from '#server/chat/search/index-messages.ts';

/** As many words as an office uses; the tenth most frequent of them comes ten times as often as the hundredth. */
const vocabularySize = 20_000;
/** Different ones. A message has one of these, and every fifth a word that no other message has. */
export const textCount = 20_000;
const batchSize = 2_000;

/** The most frequent word first. */
export function vocabularyOf(chance: Chance): string[] {
  const known = new Set<string>();
  while (known.size < vocabularySize) known.add(wordBy(chance));
  return [...known];
}

function wordBy(chance: Chance): string {
  const syllables = 2 + chance.below(3);
  return Array.from(
    { length: syllables },
    () =>
      chance.one(['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'st']) +
      chance.one(['a', 'e', 'i', 'o', 'u']),
  ).join('');
}

/** Texts of 5 to 60 words, most of them short, with their words as the search's own writer puts them. */
export async function writeTexts(sql: Sql, vocabulary: readonly string[]): Promise<void> {
  const chance = chanceOf(2);
  const pick = zipf(chance, vocabulary);
  await sql`create table bench_texts (id int primary key, text text not null, content jsonb not null, words tsvector not null)`;
  for (let at = 0; at < textCount; at += batchSize) {
    const rows = Array.from({ length: batchSize }, (_, n) => {
      const text = Array.from({ length: 5 + Math.floor(56 * chance.fraction() ** 2) }, pick).join(' ');
      return { id: at + n, text, words: lexemesOf(text).join(' ') };
    });
    await sql`
      insert into bench_texts select id, text, jsonb_build_array(jsonb_build_object('type', 'text', 'text', text)), words::tsvector
      from jsonb_to_recordset(${sql.json(rows)}) as (id int, text text, words text)`;
  }
}

function zipf(chance: Chance, words: readonly string[]): () => string {
  let sum = 0;
  const sums = words.map((_, rank) => (sum += 1 / (rank + 2.7)));
  return () => {
    const wanted = chance.fraction() * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (must(sums[middle], 'a sum') < wanted) low = middle + 1;
      else high = middle;
    }
    return must(words[low], 'a word');
  };
}
