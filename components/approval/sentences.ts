import type { ApprovalBlock } from '#lib/contract/blocks.ts';
import { approvalText as words } from '#components/text/approval-text.ts';
import { text } from '#components/text/text.ts';
import type { Standing } from './standing.ts';

/** Who looks, who asks, and how everybody is called. */
export interface Company {
  reader: { id: string; name: string };
  agent: string;
  people: readonly { id: string; displayName: string }[];
}

/** What the agent asks for, in our words: its own stand below, where nobody takes them for ours. */
export function asksFor({ request }: ApprovalBlock, agent: string): string {
  return text.list.asks(agent, request?.command != null && request.kind === 'exec');
}

/** What became of it; null while it is open. */
export function outcomeOf(standing: Standing, { reader, agent, people }: Company): string | null {
  const isReader = (id: string) => id === reader.id;
  const nameOf = (id: string) => people.find((person) => person.id === id)?.displayName;
  switch (standing.kind) {
    case 'pending':
      return null;
    case 'decided': {
      const { by, value, isUnconfirmed } = standing;
      const decided = words.decided(isReader(by) ? null : (nameOf(by) ?? words.somebody), value);
      return isUnconfirmed ? `${decided}. ${words.unconfirmed(agent, value)}` : decided;
    }
    case 'undone': {
      const { by, value } = standing;
      return words.undone(isReader(by) ? words.by.you : (nameOf(by) ?? words.by.somebody), value, agent);
    }
    case 'expired':
      return words.expired;
    case 'withdrawn':
      return words.withdrawn(agent);
  }
}

/** Who decides, said to who does and to who doesn't. Two people may share a name: only one of them is the reader. */
export function whoDecides(
  approvers: readonly string[],
  { isYours, reader }: { isYours: boolean; reader: string },
): string {
  if (!isYours) return words.othersDecide(approvers);
  const self = approvers.indexOf(reader);
  return words.mayDecide(approvers.filter((_, index) => index !== self));
}
