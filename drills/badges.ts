import { isDeepStrictEqual } from 'node:util';
import { must } from '#lib/std/must.ts';
import { titleWith } from '#lib/chat/unread-total.ts';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { listBadges, unreadTotals } from '#server/chat/badges/read.ts';
import { startTestApp } from '#server/testing/app.ts';
import { organize } from '#server/testing/organization.ts';
import { enter, guest } from '#server/testing/personas.ts';
import { Device } from './badges/device.ts';
import { Operations } from './badges/operations.ts';
import type { Ground } from './ground.ts';
import { count, emptyReport, secondsOf, type Report } from './report.ts';
import { chanceOf, type Chance } from './seed.ts';

export interface BadgesOptions {
  ground: Ground;
  seed: number;
  operations: number;
}

/** A device that shows something else for that long is wrong. What it takes in fact is measured. */
const patienceMs = 10_000;
const deviceCount = 3;

/** Whatever happens, and whichever device sleeps or is away meanwhile: all that are here show what the server counts. */
export async function badges({ ground, seed, operations }: BadgesOptions): Promise<Report> {
  await using database = await ground.newDatabase();
  await using served = await startTestApp({ database, limits: 'generous', env: { LOG_LEVEL: 'error' } });
  const { app } = served;
  const report = emptyReport();
  const [maya, zoe] = [await guest(app, 'Maya'), await guest(app, 'Zoe')];
  await organize(app, zoe.sandboxId, { [zoe.principal.userId]: 'owner', [maya.principal.userId]: 'member' });
  const url = `${served.ownUrl.replace('http', 'ws')}/connect`;
  const devices: Device[] = [];
  for (let n = 0; n < deviceCount; n++) {
    const { principal } = await enter(app, maya.email);
    devices.push(new Device(app, principal, url));
  }
  for (const device of devices) device.open([maya.sandboxId, zoe.sandboxId]);
  const doing = new Operations(app, { maya: maya.principal, zoe: zoe.principal, sandboxId: zoe.sandboxId });
  const userId = maya.principal.userId;
  const chance = chanceOf(seed);
  const waits: number[] = [];
  for (let n = 0; n < operations && report.broken.length === 0; n++) {
    // Who is coming back while it happens may have been told before they were there.
    const moved = await move(app, devices, { chance, userId, sandboxId: zoe.sandboxId });
    const { name, isOwn } = await doing.next(chance);
    if (moved !== null) count(report, moved);
    count(report, name);
    waits.push(
      await settle(app, devices, {
        report,
        principal: maya.principal,
        isOwn: isOwn && moved === null,
        when: `operation ${n}, ${name}`,
      }),
    );
  }
  await Promise.all(devices.map((device) => device.close()));
  count(
    report,
    'resyncs',
    devices.reduce((sum, { resyncs }) => sum + resyncs, 0),
  );
  count(
    report,
    'badges told',
    devices.reduce((sum, { toldCount }) => sum + toldCount, 0),
  );
  report.figures['seconds until all devices were right'] = secondsOf(waits.map((ms) => ms / 1_000));
  return report;
}

interface Place {
  chance: Chance;
  userId: string;
  sandboxId: string;
}

/** Devices come and go; at times the log forgets what one of them has missed. */
async function move(app: AppContext, devices: Device[], { chance, userId, sandboxId }: Place): Promise<string | null> {
  const device = must(devices[chance.below(devices.length)], 'a device');
  if (device.isHere) {
    if (chance.below(4) > 0) return null;
    if (chance.below(2) === 0) device.sleep();
    else device.goAway();
    return 'devices gone or asleep';
  }
  if (chance.below(2) === 0) return null;
  const isForgotten = chance.below(4) === 0;
  if (isForgotten) {
    await app.sql`
      delete from events e where e.context in (${`/user/${userId}`}, ${`/kiloclaw/${sandboxId}`})`;
  }
  device.wake();
  device.comeBack();
  return isForgotten ? 'devices back after the log forgot' : 'devices back';
}

interface Settling {
  report: Report;
  principal: SessionPrincipal;
  isOwn: boolean;
  when: string;
}

/** How long it took; what never became right is said. */
async function settle(
  app: AppContext,
  devices: Device[],
  { report, principal, isOwn, when }: Settling,
): Promise<number> {
  const { userId } = principal;
  const truth = await countAll(app, userId);
  const totals = await unreadTotals(app.sql, [userId]);
  const { buckets } = await listBadges(app, principal);
  const ofConversations = buckets.filter(({ badgeBucket }) => badgeBucket.split(':').length === 3);
  const sum = ofConversations.reduce((all, { badgeCount }) => all + badgeCount, 0);
  if (totals.get(userId) !== truth.total || sum !== truth.total) {
    report.broken.push(`${when}: ${truth.total} are unread, the total says ${totals.get(userId)}, the buckets ${sum}`);
  }
  const beganMs = performance.now();
  for (const [n, device] of devices.entries()) {
    if (!device.isHere) continue;
    const isRight = () => wrongOf(device, truth, isOwn) === null;
    while (!isRight() && performance.now() - beganMs < patienceMs)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const wrong = wrongOf(device, truth, isOwn);
    if (wrong !== null) report.broken.push(`${when}: device ${n} ${wrong}`);
    count(report, 'looks at a device');
  }
  return performance.now() - beganMs;
}

interface Truth {
  total: number;
  rows: Record<string, number>;
}

function wrongOf(device: Device, { total, rows }: Truth, isOwn: boolean): string | null {
  const shown = device.shown();
  if (shown.total !== total) return `shows ${shown.total} instead of ${total}`;
  if (shown.title !== titleWith(total, 'Claw Chat')) return `has the title ${shown.title}`;
  if (isOwn && device.told?.total !== total) return `was told ${device.told?.total} instead of ${total}`;
  const expected = Object.fromEntries(Object.keys(shown.rows).map((id) => [id, rows[id]]));
  return isDeepStrictEqual(shown.rows, expected)
    ? null
    : `lists ${JSON.stringify(shown.rows)} instead of ${JSON.stringify(expected)}`;
}

/** By the plainest way there is. */
async function countAll(app: AppContext, userId: string): Promise<Truth> {
  const rows = await app.sql<{ id: string; muted: boolean; count: number }[]>`
    select m.conversation_id as id, m.muted, count(u.id)::int as count
    from conversation_members m
    left join messages u on u.conversation_id = m.conversation_id and u.seq > m.last_read_seq
      and u.sender_id <> ${userId} and u.deleted_at is null
    where m.member_id = ${userId} and m.left_at is null
    group by m.conversation_id, m.muted`;
  return {
    total: rows.reduce((sum, row) => sum + (row.muted ? 0 : row.count), 0),
    rows: Object.fromEntries(rows.map(({ id, count: unread }) => [id, unread])),
  };
}
