import type { Member } from '../contract/chat.ts';

/** A name that is being written: from its `@` to the caret. */
export interface MentionQuery {
  from: number;
  to: number;
  query: string;
}

/** Longer than any beginning of a name that somebody would type before they see that it doesn't match. */
const queryMax = 40;

/** Names have spaces in them, so a query may have too; it ends with the line. */
const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}_])@([^\n@]{0,${queryMax}})$`, 'u');

export function mentionAt(text: string, caret: number): MentionQuery | null {
  const match = pattern.exec(text.slice(0, caret));
  const query = match?.[1];
  // After "@ " somebody writes on, and means nobody.
  if (match === null || query === undefined || query.startsWith(' ')) return null;
  return { from: match.index, to: caret, query };
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

/** The text with the name in it, whole, and where the caret goes: behind the space after it. */
export function withMention(
  text: string,
  { from, to }: MentionQuery,
  { displayName }: Pick<Member, 'displayName'>,
): { text: string; caret: number } {
  const name = `@${displayName}`;
  const rest = text.slice(to);
  const gap = rest.startsWith(' ') ? '' : ' ';
  return { text: text.slice(0, from) + name + gap + rest, caret: from + name.length + 1 };
}

/** Who types `jorg` finds Jörg. */
function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
