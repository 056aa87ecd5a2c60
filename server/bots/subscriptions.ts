import type { Subscribable } from '#lib/contract/bots.ts';
import type { BotPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';

/** What an agent hears of from now on beside messages and decisions. What it doesn't name it doesn't hear of any more. */
export async function subscribe(
  { sql }: AppContext,
  { sandboxId }: BotPrincipal,
  { types }: { types: Subscribable[] },
): Promise<{ types: Subscribable[] }> {
  await sql`update sandboxes set subscriptions = ${types} where id = ${sandboxId}`;
  return { types };
}
