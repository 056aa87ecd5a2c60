import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { text } from './text.ts';

/** How an agent is, short enough for a title bar: "Harbor is online". */
export function agentSentence({ label, ...sandbox }: Sandbox): string {
  return text.agent[stateOf(sandbox)](label);
}

/** The same in one word, where its name stands beside. */
export function agentWord(sandbox: Sandbox): string {
  return text.details.presence[stateOf(sandbox)];
}

/** That its people have stopped it says more than that nothing is heard of it. */
function stateOf({ status, bot }: Pick<Sandbox, 'status' | 'bot'>) {
  return status === 'stopped' || (status === 'starting' && bot.presence !== 'online') ? status : bot.presence;
}
