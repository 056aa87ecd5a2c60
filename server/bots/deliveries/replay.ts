import type { DeliveryInput, ReplayResult } from '#lib/contract/deliveries.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { conversationContext } from '#lib/contexts.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault, notFound } from '#server/errors.ts';
import { accessManaged } from '#server/sandboxes/access.ts';
import { wakeWebhooks } from '../webhooks/sender.ts';
import { replayable } from './log.ts';

/** As many go at once; whoever has more asks again. */
const replayedMax = 500;

/** Whoever looks after an agent has one that was given up go again. */
export async function replayDelivery(
  app: AppContext,
  principal: UserPrincipal,
  input: DeliveryInput,
): Promise<ReplayResult> {
  await accessManaged(app, principal, input.sandboxId);
  return replayGivenUp(app, input);
}

export async function replayGivenUp(app: AppContext, { sandboxId, deliveryId }: DeliveryInput): Promise<ReplayResult> {
  const [row] = await app.sql`select from deliveries where id = ${deliveryId} and sandbox_id = ${sandboxId}`;
  if (row === undefined) throw notFound();
  if (!(await replay(app, sandboxId, deliveryId))) {
    throw new Fault('conflict', "It wasn't given up, or is on its way again already.");
  }
  return { ok: true, replayed: 1 };
}

export async function replayDead(
  app: AppContext,
  principal: UserPrincipal,
  { sandboxId }: { sandboxId: string },
): Promise<ReplayResult> {
  await accessManaged(app, principal, sandboxId);
  return replayAllGivenUp(app, sandboxId);
}

/** The oldest first, in the order in which they were to come. */
export async function replayAllGivenUp(app: AppContext, sandboxId: string): Promise<ReplayResult> {
  const { sql } = app;
  const rows = await sql<{ id: string }[]>`
    select d.id from deliveries d where d.sandbox_id = ${sandboxId} and ${replayable(sql)}
    order by d.id limit ${replayedMax}`;
  let replayed = 0;
  for (const { id } of rows) if (await replay(app, sandboxId, id)) replayed += 1;
  return { ok: true, replayed };
}

async function replay(app: AppContext, sandboxId: string, deliveryId: string): Promise<boolean> {
  const [row] = await app.sql<{ outcome: 'replayed' | 'nothing'; conversationId: string }[]>`
    select outcome, in_conversation as "conversationId"
    from replay_delivery(${sandboxId}, ${deliveryId}, ${app.clock.now()})`;
  if (row?.outcome !== 'replayed') return false;
  app.realtime.wake([conversationContext(sandboxId, row.conversationId)]);
  app.botStreams.wake([sandboxId]);
  wakeWebhooks(app);
  return true;
}
