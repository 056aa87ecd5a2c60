import type { AuditEntry } from '#lib/contract/audit.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { State } from '../table/state.tsx';

const dots = { begun: 'busy', done: 'here', refused: 'gone', failed: 'failed' } as const;

export function Outcome({ of }: { of: AuditEntry['outcome'] }) {
  return <State dot={dots[of]}>{operationsText.audit.outcomes[of]}</State>;
}
