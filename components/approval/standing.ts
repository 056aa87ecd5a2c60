import type { ApprovalBlock, Decision } from '#lib/contract/blocks.ts';

/** How a question stands for whoever looks at it. */
export type Standing =
  | { kind: 'pending'; isYours: boolean }
  | { kind: 'decided'; value: Decision; by: string; at: number; before: number | null; isUnconfirmed: boolean }
  | { kind: 'undone'; value: Decision; by: string; at: number }
  | { kind: 'expired'; at: number | null }
  | { kind: 'withdrawn' };

/** What this device knows and no row says. */
export interface Tried {
  /** When the reader pressed a button and somebody else had been faster, by the server's clock. */
  lostAt: number | null;
  /** The server has said so, and the event that says it too isn't here yet. */
  isExpired: boolean;
}

export function standingOf(
  { state, resolved, undone, expiresAt }: ApprovalBlock,
  { mayDecide, tried, reader }: { mayDecide: boolean; tried: Tried; reader: string },
): Standing {
  if (state === 'withdrawn') return { kind: 'withdrawn' };
  if (state === 'decided' && resolved !== null) {
    const { value, resolvedBy: by, resolvedAt: at, isUnconfirmed } = resolved;
    const isLost = tried.lostAt !== null && by !== reader;
    return {
      kind: 'decided',
      value,
      by,
      at,
      before: isLost ? Math.max(0, (tried.lostAt ?? at) - at) : null,
      isUnconfirmed,
    };
  }
  const isOver = state === 'expired' || tried.isExpired;
  if (isOver && undone !== null)
    return { kind: 'undone', value: undone.value, by: undone.resolvedBy, at: undone.undoneAt };
  if (isOver) return { kind: 'expired', at: expiresAt };
  return { kind: 'pending', isYours: mayDecide };
}
