import type { AuditEntry } from '#lib/contract/audit.ts';
import { auditText } from '#components/text/audit-text.ts';
import { State } from '../table/state.tsx';

const dots = { begun: 'busy', done: 'here', refused: 'gone', failed: 'failed' } as const;

export function Outcome({ of }: { of: AuditEntry['outcome'] }) {
  return <State dot={dots[of]}>{auditText.outcomes[of]}</State>;
}
