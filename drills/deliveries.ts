import { createApps, type Apps } from './deliveries/apps.ts';
import { firstRoom, foundBot, type DrilledBot } from './deliveries/bots.ts';
import { isDisliked, moods } from './deliveries/moods.ts';
import { must } from '#lib/std/must.ts';
import { replayDead } from '#server/bots/deliveries/replay.ts';
import { wakeWebhooks } from '#server/bots/webhooks/sender.ts';
import { send } from '#server/chat/messages/send.ts';
import { destroySandbox } from '#server/sandboxes/destroy.ts';
import type { Ground } from './ground.ts';
import { addLosses, count, emptyReport, type Report } from './report.ts';
import { chanceOf, type Chance } from './seed.ts';

export interface DeliveriesOptions {
  ground: Ground;
  seed: number;
  schedules: number;
}

const steps = 40;
const roomsEach = 3;
const minute = 60_000;

interface Said {
  text: string;
  messageId: string;
}

interface Schedule {
  apps: Apps;
  chance: Chance;
  bots: DrilledBot[];
  /** By conversation, in the order in which it was said. */
  said: Map<string, Said[]>;
  report: Report;
}

/**
 * Bots that are away for hours, come and go, are slow, ask to be left alone, say that they are gone, refuse what they don't
 * like, or whose stream is cut, on two nodes that send at the same time; one is destroyed while it is written to. In the end
 * each takes everything: then nothing may be missing, and within a conversation everything must have come in order.
 */
export async function deliveries({ ground, seed, schedules }: DeliveriesOptions): Promise<Report> {
  const report = emptyReport();
  await using apps = await createApps(ground);
  for (let n = 0; n < schedules; n++) await runSchedule(apps, chanceOf(seed * 100_003 + n), report);
  return report;
}

async function runSchedule(apps: Apps, chance: Chance, report: Report): Promise<void> {
  const founding = { app: apps.one.app, owner: apps.owner, url: apps.two.url, chance, rooms: roomsEach };
  const bots = await Promise.all([...moods, 'cut' as const].map((mood) => foundBot(founding, mood)));
  const doomed = await foundBot(founding, 'flapping');
  const schedule: Schedule = { apps, chance, bots, said: new Map(), report };
  for (let step = 0; step < steps; step++) {
    await say(schedule, chance.one([must(bots[0], 'a bot'), ...bots]));
    if (step < steps / 2) await say({ ...schedule, said: new Map() }, doomed);
    if (step === steps / 2) await destroyUnderLoad(schedule, doomed);
    await pass(schedule, chance.below(20 * minute));
  }
  await settle(schedule);
  for (const bot of bots) judge(schedule, bot);
  await Promise.all([...bots, doomed].map((bot) => bot.close()));
  await countRows(schedule);
  for (const { sandboxId } of bots) await destroySandbox(apps.one.app, apps.owner, sandboxId);
  count(report, 'schedules');
}

async function say({ apps, chance, said, report }: Schedule, bot: DrilledBot): Promise<void> {
  const conversationId = bot.conversationIds[chance.below(roomsEach)] ?? firstRoom(bot);
  const all = said.get(conversationId) ?? [];
  said.set(conversationId, all);
  const text = `${bot.mood} ${all.length}`;
  const { app } = chance.one([apps.one, apps.two]);
  const { messageId } = await send(app, apps.owner, { conversationId, content: [{ type: 'text', text }] });
  all.push({ text, messageId });
  count(report, 'messages');
}

/** While it is being written to and sent to. What is left of it is nothing, and nobody is disturbed. */
async function destroyUnderLoad({ apps, report }: Schedule, { sandboxId, conversationIds }: DrilledBot): Promise<void> {
  const { app } = apps.one;
  const content = [{ type: 'text' as const, text: 'still there?' }];
  const sends = conversationIds.flatMap((conversationId) =>
    Array.from({ length: 5 }, () => send(app, apps.owner, { conversationId, content })),
  );
  const [destroyed] = await Promise.allSettled([destroySandbox(app, apps.owner, sandboxId), ...sends]);
  if (destroyed.status === 'rejected') report.broken.push(`an agent was not destroyed: ${destroyed.reason}`);
  const [left] = await app.sql<{ left: number }[]>`
    select (select count(*) from deliveries where sandbox_id = ${sandboxId})
      + (select count(*) from bot_endpoints where sandbox_id = ${sandboxId})
      + (select count(*) from conversations where sandbox_id = ${sandboxId}) as left`;
  if (left?.left !== 0) report.broken.push(`${left?.left} rows were left of a destroyed agent`);
  count(report, 'destroyed under load');
}

async function pass({ apps }: Schedule, ms: number): Promise<void> {
  apps.clock.pass(ms);
  for (const { app } of [apps.one, apps.two]) wakeWebhooks(app);
  await new Promise((resolve) => setTimeout(resolve, 15));
}

/** Everybody takes everything, what was given up goes again, and time passes until nothing is open. */
async function settle(schedule: Schedule): Promise<void> {
  const { apps, bots, report } = schedule;
  await Promise.all(bots.map((bot) => bot.heal()));
  for (let rounds = 0; ; rounds++) {
    for (const { sandboxId } of bots) {
      const { replayed } = await replayDead(apps.one.app, apps.owner, { sandboxId });
      count(report, 'given up and sent again', replayed);
    }
    if ((await openOf(schedule)) === 0) return;
    if (rounds > 2_000) return void report.broken.push('deliveries were still open after all was well');
    await pass(schedule, 2 * minute);
  }
}

/** What was said and not acknowledged, also what no delivery has been made of yet. */
async function openOf({ apps, bots, said }: Schedule): Promise<number> {
  const ids = [...said.values()].flatMap((all) => all.map(({ messageId }) => messageId));
  const [row] = await apps.one.app.sql<{ open: number }[]>`
    select (select count(*) from deliveries where sandbox_id = any(${bots.map(({ sandboxId }) => sandboxId)})
        and state in ('pending', 'sent'))
      + (select count(*) from unnest(${ids}::text[]) as m (id)
        where not exists (select from deliveries d where d.message_id = m.id)) as open`;
  return must(row, 'a count').open;
}

function judge({ said, report }: Schedule, { conversationIds, arrived, mood }: DrilledBot): void {
  for (const conversationId of conversationIds) {
    const expected = said.get(conversationId) ?? [];
    const came = arrived.get(conversationId) ?? [];
    const firsts = [...new Set(came.map(({ messageId }) => messageId))];
    const missing = expected.filter(({ messageId }) => !firsts.includes(messageId));
    // Who refused a message was sent the next, and that one again when somebody asked for it: in a delivery of its own.
    const again = came.length - firsts.length;
    const asked = mood === 'refusing' ? expected.filter(disliked).length : 0;
    const inOrder = expected.map(({ messageId }) => messageId).filter((id) => firsts.includes(id));
    const misplaced = inOrder.filter((id, at) => firsts[at] !== id).length;
    addLosses(report, { lost: missing.length, doubled: Math.max(0, again - asked), outOfOrder: misplaced });
    count(report, 'arrived', firsts.length);
  }
}

function disliked({ text }: Said): boolean {
  return isDisliked({ type: 'message.created', text } as Parameters<typeof isDisliked>[0]);
}

async function countRows({ apps, bots, report }: Schedule): Promise<void> {
  const rows = await apps.one.app.sql<{ what: string; n: number }[]>`
    select coalesce(a.failure, 'taken') as what, count(*) as n
    from delivery_attempts a join deliveries d on d.id = a.delivery_id
    where d.sandbox_id = any(${bots.map(({ sandboxId }) => sandboxId)}) group by 1`;
  for (const { what, n } of rows) count(report, `requests: ${what}`, n);
}
