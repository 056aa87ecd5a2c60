import type { ConversationItem } from '../contract/chat.ts';

/** What the reader has just done to a row and the server hasn't answered yet. */
export type ListChange = { conversationId: string } & (
  | { kind: 'set'; values: Partial<Pick<ConversationItem, 'title' | 'muted' | 'pinned' | 'archivedAt'>> }
  /** Left or deleted: gone until they are added anew, which the row then says by a later `joinedSeq`. */
  | { kind: 'gone'; joinedSeq: number }
);

/** The rows as they will be when all of it has come to pass, later changes over earlier ones. */
export function withChanges(rows: readonly ConversationItem[], changes: readonly ListChange[]): ConversationItem[] {
  if (changes.length === 0) return [...rows];
  const changesOf = Map.groupBy(changes, (change) => change.conversationId);
  return rows.flatMap((row) => {
    let changed = row;
    for (const change of changesOf.get(row.conversationId) ?? []) {
      if (change.kind === 'set') changed = { ...changed, ...change.values };
      else if (row.joinedSeq <= change.joinedSeq) return [];
    }
    return [changed];
  });
}
