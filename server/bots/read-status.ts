import type { BotStatus } from '#lib/contract/bots.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { accessSandbox } from '../sandboxes/access.ts';
import { presenceOfBots } from './bot-status.ts';

/** For whoever may use the agent: is it there, since when is nothing heard, and what it said that it can do. */
export async function readBotStatus(
  app: AppContext,
  principal: UserPrincipal,
  sandboxId: string,
): Promise<{ status: BotStatus }> {
  await accessSandbox(app, principal, sandboxId);
  const presence = (await presenceOfBots(app, [sandboxId])).get(sandboxId) ?? { presence: 'unknown', at: null };
  const [row] = await app.sql<{ capabilities: string[] | null }[]>`
    select capabilities from bot_status where sandbox_id = ${sandboxId}`;
  return { status: { ...presence, online: presence.presence === 'online', capabilities: row?.capabilities ?? [] } };
}

/** The same; and who has no stream that would show it is asked for a sign of life. What comes of that is told. */
export async function requestStatus(
  app: AppContext,
  principal: UserPrincipal,
  sandboxId: string,
): Promise<{ ok: true; cached: BotStatus }> {
  const { status } = await readBotStatus(app, principal, sandboxId);
  app.statusRequests.ask(app, sandboxId, status.at);
  return { ok: true, cached: status };
}
