import type { AdminSandbox } from '#lib/contract/admin/sandboxes.ts';
import { sandboxText as words } from '#components/text/admin-sandbox-text.ts';
import { State } from '../table/state.tsx';

/** One word for how it does, of what it was told to do and what is heard of it. */
export function SandboxState({ sandbox }: { sandbox: Stated }) {
  const { dot, word } = standing(sandbox);
  return <State dot={dot}>{word}</State>;
}

type Stated = Pick<AdminSandbox, 'status' | 'statusReason' | 'presence' | 'isInTrouble'>;

function standing({ status, statusReason, presence, isInTrouble }: Stated) {
  if (status === 'stopped' && statusReason !== null) return { dot: 'failed', word: words.notStarted } as const;
  if (status === 'stopped' || status === 'destroyed') return { dot: 'gone', word: words.statuses[status] } as const;
  if (status !== 'running') return { dot: 'busy', word: words.statuses[status] } as const;
  if (isInTrouble) return { dot: 'failed', word: words.notAnswering } as const;
  if (presence === 'idle') return { dot: 'away', word: words.idle } as const;
  return { dot: presence === 'online' ? 'here' : 'gone', word: words.statuses.running } as const;
}
