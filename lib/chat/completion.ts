import type { Member } from '../contract/chat.ts';

/** A name of somebody or of an emoji that is being written: from its sign to the caret. */
export interface Completed {
  sign: '@' | ':';
  from: number;
  to: number;
  query: string;
}

/** Longer than any beginning of a name that somebody would type before they see that it doesn't match. */
const queryMax = 40;

/** Names have spaces in them, so a query may have too; it ends with the line. */
const mention = new RegExp(String.raw`(?<![\p{L}\p{N}_])@([^\n@]{0,${queryMax}})$`, 'u');
/** Two letters, or every smiley would open it; after a blank, a bracket or another emoji, or every time and address would. */
const emoji = new RegExp(
  String.raw`(?<=^|[\s(\p{Extended_Pictographic}\u{FE0F}]):(\p{L}[\p{L}\p{N}_-]{1,${queryMax}}|[+-]1)$`,
  'u',
);

/** What is being written at the caret. The nearer sign is meant: an `@` earlier in the line may stand there for good. */
export function completedAt(text: string, caret: number): Completed | null {
  return emojiAt(text, caret) ?? mentionAt(text, caret);
}

export function mentionAt(text: string, caret: number): Completed | null {
  const match = mention.exec(text.slice(0, caret));
  const query = match?.[1];
  // After "@ " somebody writes on, and means nobody.
  if (match === null || query === undefined || query.startsWith(' ')) return null;
  return { sign: '@', from: match.index, to: caret, query };
}

export function emojiAt(text: string, caret: number): Completed | null {
  const before = text.slice(0, caret);
  const match = emoji.exec(before);
  const query = match?.[1];
  if (match === null || query === undefined || isInCode(before)) return null;
  return { sign: ':', from: match.index, to: caret, query };
}

/** Behind a fence that is still open, or a backtick without its other one in the same line. */
function isInCode(before: string): boolean {
  const fences = before.match(/^ {0,3}```/gm) ?? [];
  if (fences.length % 2 === 1) return true;
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return line.split('`').length % 2 === 0;
}

/** Whose name has a word that begins so; first those whose name itself does. */
export function matchingMembers(members: readonly Member[], query: string): Member[] {
  const wanted = plain(query);
  const begins = members.filter(({ displayName }) => plain(displayName).startsWith(wanted));
  const within = members.filter(
    (member) => !begins.includes(member) && wanted !== '' && plain(member.displayName).includes(` ${wanted}`),
  );
  return [...begins, ...within];
}

/** The text with what was chosen in it, whole, and where the caret goes: behind the space after it. */
export function withChosen(text: string, { from, to }: Completed, chosen: string): { text: string; caret: number } {
  const rest = text.slice(to);
  const gap = rest.startsWith(' ') ? '' : ' ';
  return { text: text.slice(0, from) + chosen + gap + rest, caret: from + chosen.length + 1 };
}

/** Who types `jorg` finds Jörg. */
function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
