export interface DiffPiece {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** Beyond this the table of all pairs would hold up the page: such texts are shown one after the other. */
const pairsMax = 4_000_000;

/** What became of a text, by words and the space between them: what stayed, what went, what came. */
export function diffWords(before: string, after: string): DiffPiece[] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  if (a.length * b.length > pairsMax) return joined([gone(before), come(after)]);
  const common = commonLengths(a, b);
  const pieces: DiffPiece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [old, young] = [a[i], b[j]];
    if (old !== undefined && old === young) {
      pieces.push({ kind: 'same', text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (young === undefined || at(common, i + 1, j) >= at(common, i, j + 1))) {
      pieces.push(gone(old));
      i += 1;
    } else {
      pieces.push(come(young ?? ''));
      j += 1;
    }
  }
  return joined(pieces);
}

const gone = (text: string): DiffPiece => ({ kind: 'removed', text });
const come = (text: string): DiffPiece => ({ kind: 'added', text });
const at = (table: readonly Uint16Array[], i: number, j: number) => table[i]?.[j] ?? 0;

function wordsOf(text: string): string[] {
  return text.match(/\s+|[^\s]+/g) ?? [];
}

/** At [i][j]: how many words the rests of both from there on have in common, in order. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    const row = table[i] ?? new Uint16Array();
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = a[i] === b[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

function joined(pieces: readonly DiffPiece[]): DiffPiece[] {
  const result: DiffPiece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last?.kind === piece.kind) last.text += piece.text;
    else if (piece.text !== '') result.push({ ...piece });
  }
  return result;
}
