import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { text } from './text.ts';

/** How an agent is, short enough for a title bar: "Harbor is online". */
export function agentSentence({ label, bot }: Sandbox): string {
  return text.agent[bot.presence](label);
}
