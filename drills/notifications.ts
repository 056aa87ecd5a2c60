import { must } from '#lib/std/must.ts';
import { executeAction } from '#server/chat/approvals/decide.ts';
import { deleteMessage } from '#server/chat/messages/delete.ts';
import { send } from '#server/chat/messages/send.ts';
import { markRead } from '#server/chat/read-state.ts';
import { askPeople } from '#server/testing/question.ts';
import type { Handed } from '#server/notifications/transport.ts';
import type { Ground } from './ground.ts';
import { liveOn, openHouse, settle, type House } from './notifications/house.ts';
import { Life } from './notifications/mortal.ts';
import { addLosses, count, emptyReport, type Report } from './report.ts';
import { chanceOf, type Chance } from './seed.ts';

export interface NotificationsOptions {
  ground: Ground;
  seed: number;
  schedules: number;
}

/** What somebody must have seen, on each of their devices, once. */
interface Said {
  kind: 'chat.message' | 'approval';
  conversationId: string;
  messageId: string;
  userIds: string[];
  /** It was read, deleted, decided or replaced by a newer one: it may have been shown or not, but never twice. */
  isOptional: boolean;
}

/**
 * Nodes that tell people's devices, and die doing so. First one at each step that there is; then several at once that die
 * anywhere, with clocks that disagree and jump, and services that fail, while people read, decide and delete. In the end
 * nodes are well: then each device must have shown what it should, once.
 *
 * Counted as a person sees it: a node that dies between handing a push over and writing that down has another one hand it over
 * again, under the same name, and a device shows one notification for each name. How often that was is counted apart.
 */
export async function notifications({ ground, seed, schedules }: NotificationsOptions): Promise<Report> {
  const report = emptyReport();
  await using house = await openHouse(ground);
  await dieAtEachStep(house, report);
  for (let n = 0; n < schedules; n++) await runSchedule(house, chanceOf(seed * 100_003 + n), report);
  return report;
}

async function dieAtEachStep(house: House, report: Report): Promise<void> {
  for (let step = 0; ; step++) {
    const said = [await say(house, await house.newRoom()), await askWhetherToRun(house, await house.newRoom())];
    const life = new Life(step);
    await liveOn(house, life);
    if (!(await settle(house))) report.broken.push(`something still waits after a death at step ${step}`);
    await judge(house, said, report);
    if (!life.isOver) return;
    count(report, 'steps at which a node died');
  }
}

async function say({ app, maya, zoe }: House, conversationId: string): Promise<Said> {
  const content = [{ type: 'text' as const, text: 'hello' }];
  const { messageId } = await send(app, maya.principal, { conversationId, content });
  return { kind: 'chat.message', conversationId, messageId, userIds: [zoe.principal.userId], isOptional: false };
}

/** Maya decides, Zoe reads that there is something to decide. */
async function askWhetherToRun({ app, maya, clock }: House, conversationId: string): Promise<Said> {
  const { messageId } = await askPeople(app, { sandboxId: maya.sandboxId, conversationId });
  // By the drill's clock, which is days ahead of the one that dates questions.
  const expiresAt = new Date(clock.now().getTime() + 20 * 3_600_000);
  await app.sql`update approvals set expires_at = ${expiresAt} where message_id = ${messageId}`;
  return { kind: 'approval', conversationId, messageId, userIds: [maya.principal.userId], isOptional: false };
}

const steps = 12;
const roomsEach = 3;
const minute = 60_000;

async function runSchedule(house: House, chance: Chance, report: Report): Promise<void> {
  const { services, clock } = house;
  const rooms = [await house.newRoom(), await house.newRoom(), await house.newRoom()] as const;
  const said: Said[] = [];
  services.behave = ({ device }) => moodily(chance, device.kind);
  for (let n = 0; n < steps; n++) {
    await happen(house, chance, { said, conversationId: rooms[chance.below(roomsEach)] ?? rooms[0] });
    const nodes = Array.from({ length: 1 + chance.below(3) }, () => {
      const life = new Life(chance.fraction() < 0.7 ? chance.below(50) : Infinity);
      const awryMs = chance.fraction() < 0.3 ? (chance.below(20) - 10) * minute : 0;
      const awry = { now: () => new Date(clock.now().getTime() + awryMs) };
      return liveOn(house, life, awry).then(() => count(report, life.isOver ? 'nodes that died' : 'nodes that lived'));
    });
    await Promise.all(nodes);
    clock.pass(chance.one([0, 1_000, 30_000, 150_000]));
  }
  services.behave = ({ device }) => accepted(device.kind, chance);
  if (!(await settle(house))) report.broken.push('something still waits after all was well');
  await judge(house, said, report);
  count(report, 'schedules');
}

function accepted(kind: 'web' | 'expo', chance: Chance): Handed {
  return { outcome: 'accepted', ticket: kind === 'expo' ? `ticket-${chance.fraction()}` : null };
}

function moodily(chance: Chance, kind: 'web' | 'expo'): Handed {
  const later = (retryAfterMs: number | null): Handed => ({ outcome: 'later', retryAfterMs, error: 'http_503' });
  if (chance.fraction() < 0.6) return accepted(kind, chance);
  if (chance.fraction() < 0.2) throw new Error('the way to a service broke down');
  return later(chance.one([null, null, 1_000, 60_000]));
}

interface Place {
  said: Said[];
  conversationId: string;
}

async function happen(house: House, chance: Chance, { said, conversationId }: Place): Promise<void> {
  const { app, zoe, maya } = house;
  const last = said.findLast((one) => one.conversationId === conversationId && one.kind === 'chat.message');
  const question = said.findLast((one) => one.conversationId === conversationId && one.kind === 'approval');
  const what = chance.fraction();
  if (what < 0.1 && last !== undefined) {
    last.isOptional = true;
    const { messageId } = last;
    await markRead(app, zoe.principal, { conversationId, lastSeenMessageId: messageId });
  } else if (what < 0.2 && last !== undefined) {
    last.isOptional = true;
    await deleteMessage(app, maya.principal, { conversationId, messageId: last.messageId });
  } else if (what < 0.3 && question !== undefined && !question.isOptional) {
    question.isOptional = true;
    await executeAction(app, maya.principal, { ...question, groupId: 'run', value: 'deny' });
  } else if (what < 0.5) {
    // Those who don't decide are told of it as of any message, which takes the place of the one before.
    if (last !== undefined) last.isOptional = true;
    said.push(await askWhetherToRun(house, conversationId));
  } else {
    if (last !== undefined) last.isOptional = true;
    said.push(await say(house, conversationId));
  }
}

async function judge(house: House, said: Said[], report: Report): Promise<void> {
  const { services, devicesOf } = house;
  for (const { kind, messageId, userIds, isOptional } of said) {
    const timesMax = kind === 'approval' ? await timesAsked(house, messageId) : 1;
    for (const deviceId of userIds.flatMap((userId) => must(devicesOf.get(userId), 'their devices'))) {
      const isIt = ({ data }: { data: object & { type: string } }) =>
        data.type === kind && 'messageId' in data && data.messageId === messageId;
      const shown = services.shownOn(deviceId).filter(isIt).length;
      const handed = services.taken.filter((one) => one.deviceId === deviceId && isIt(one.push)).length;
      const lost = shown === 0 && !isOptional ? 1 : 0;
      addLosses(report, { lost, doubled: Math.max(0, shown - timesMax), outOfOrder: 0 });
      count(report, 'shown', Math.min(1, shown));
      count(report, 'handed over once more under the same name', Math.max(0, handed - shown));
    }
  }
}

/** A decision that no agent heard of in time is taken back, and then it is asked once more. */
async function timesAsked({ app }: House, messageId: string): Promise<number> {
  const opened = await app.sql`
    select from events where type = 'approval.opened' and payload ->> 'messageId' = ${messageId}`;
  return opened.length;
}
