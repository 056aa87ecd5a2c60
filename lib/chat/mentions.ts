/** As much of a member as being named needs. */
interface Named {
  id: string;
  displayName: string;
}

export interface Piece {
  text: string;
  isMention: boolean;
}

/** A text cut where it names somebody: `@` and a whole name, the longest that fits, with no letter on either side. */
export function splitMentions(text: string, names: readonly string[]): Piece[] {
  const pattern = patternOf(names);
  if (pattern === null) return [{ text, isMention: false }];
  return text
    .split(pattern)
    .flatMap((piece, index) => (piece === '' ? [] : [{ text: piece, isMention: index % 2 === 1 }]));
}

/** Whom a text names, each once. */
export function mentionedIn<M extends Named>(text: string, members: readonly M[]): M[] {
  const pattern = patternOf(members.map(({ displayName }) => displayName));
  if (pattern === null) return [];
  const named = new Set([...text.matchAll(pattern)].map((match) => match[0].slice(1).toLowerCase()));
  return members.filter(({ displayName }) => named.has(displayName.toLowerCase()));
}

function patternOf(names: readonly string[]): RegExp | null {
  const known = names.filter((name) => name !== '').toSorted((a, b) => b.length - a.length);
  if (known.length === 0) return null;
  const escaped = known.map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`));
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])(@(?:${escaped.join('|')}))(?![\p{L}\p{N}_])`, 'giu');
}
