import type { DeliveryState as Standing } from '#lib/contract/deliveries.ts';
import { deliveryText } from '#components/text/delivery-text.ts';
import { State } from '../table/state.tsx';

const dots = { waiting: 'busy', sent: 'away', delivered: 'here', dead: 'failed', over: 'gone' } as const;

export function DeliveryState({ of }: { of: Standing }) {
  return <State dot={dots[of]}>{deliveryText.log.states[of]}</State>;
}
