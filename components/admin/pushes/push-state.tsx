import type { AdminPush } from '#lib/contract/admin/pushes.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { State } from '../table/state.tsx';

const words = operationsText.pushes;
const dots = {
  pending: 'busy',
  accepted: 'away',
  delivered: 'here',
  suppressed: 'gone',
  no_targets: 'gone',
  failed: 'failed',
} as const;

export function PushState({ push: { state, why } }: { push: Pick<AdminPush, 'state' | 'why'> }) {
  return (
    <State dot={dots[state]} shape="person">
      {words.states[state]}
      {why !== null && `, ${words.whys[why] ?? why}`}
    </State>
  );
}
