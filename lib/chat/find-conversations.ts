/** A piece of text, and whether it is what was looked for. */
export interface Piece {
  text: string;
  isHit: boolean;
}

interface Titled {
  title: string | null;
  lastActivityAt: number;
}

export interface Found<Row> {
  row: Row;
  title: Piece[];
}

/**
 * The rows whose title has every word of the query, wherever it stands and however it is accented: those that begin with
 * the first word before those in which a word begins so, before the rest; the newest first among equals.
 */
export function findConversations<Row extends Titled>(rows: readonly Row[], query: string): Found<Row>[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  return rows
    .flatMap((row) => {
      const folded = fold(row.title ?? '');
      const rank = rankOf(folded.text, words);
      return rank === null ? [] : [{ row, rank, title: piecesOf(row.title ?? '', folded, words) }];
    })
    .toSorted((a, b) => a.rank - b.rank || b.row.lastActivityAt - a.row.lastActivityAt)
    .map(({ row, title }) => ({ row, title }));
}

export function hasWords(title: string, query: string): boolean {
  return rankOf(fold(title).text, wordsOf(query)) !== null;
}

function wordsOf(query: string): string[] {
  return fold(query)
    .text.split(/\s+/)
    .filter((word) => word !== '');
}

/** Null when a word is missing. */
function rankOf(text: string, words: readonly string[]): number | null {
  if (!words.every((word) => text.includes(word))) return null;
  const [first = ''] = words;
  if (text.startsWith(first)) return 0;
  return words.some((word) => startsAWord(text, word)) ? 1 : 2;
}

function startsAWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return true;
  }
  return false;
}

interface Folded {
  text: string;
  /** Of each unit of the folded text, where in the original it comes from; and the original's end. */
  from: number[];
}

/** Without case and accents. Folding can change the length, so every unit remembers where it came from. */
function fold(original: string): Folded {
  let text = '';
  const from: number[] = [];
  let at = 0;
  for (const letter of original) {
    const plain = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    text += plain;
    for (let unit = 0; unit < plain.length; unit += 1) from.push(at);
    at += letter.length;
  }
  from.push(at);
  return { text, from };
}

function piecesOf(title: string, { text, from }: Folded, words: readonly string[]): Piece[] {
  const isHit = Array.from<boolean>({ length: title.length }).fill(false);
  for (const word of words) {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
      isHit.fill(true, from[at], from[at + word.length]);
    }
  }
  const pieces: Piece[] = [];
  for (let at = 0; at < title.length; at += 1) {
    const last = pieces.at(-1);
    if (last !== undefined && last.isHit === isHit[at]) last.text += title[at];
    else pieces.push({ text: title[at] ?? '', isHit: isHit[at] ?? false });
  }
  return pieces;
}
