import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { must } from '#lib/std/must.ts';
import { restoreBackup } from '#server/backup/restore.ts';
import { takeBackup } from '#server/backup/take.ts';
import { wakeWebhooks } from '#server/bots/webhooks/sender.ts';
import { wakeNotifications } from '#server/notifications/dispatches/wake.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import type { TestDatabase } from '#server/testing/database.ts';
import { guest } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import type { Room } from './company.ts';
import type { Ground } from './ground.ts';
import { publicUrl } from './node.ts';
import { Proxy } from './proxy.ts';
import { count, emptyReport, type Report } from './report.ts';
import { judgePage, judgeRows, judgeSaid, judgeTold } from './restoring/judge.ts';
import { isWrittenDown, openOutside } from './restoring/outside.ts';
import { readRoom, settleIn } from './restoring/people.ts';
import { Page } from './restoring/page.ts';
import { Writers } from './restoring/writers.ts';
import { chanceOf, type Chance } from './seed.ts';

export interface BackupRestoreOptions {
  ground: Ground;
  seed: number;
  rounds: number;
}

/**
 * An installation is backed up while people write to its agents, goes on, and is lost. Another one is made of the backup, in the same
 * place. What had gone out before the backup never goes out again; what had not goes out once; what was said after it is gone, and
 * an open page shows that; what nobody had confirmed is sent again by whoever wrote it, once.
 *
 * From shortly before the backup until the first house is gone nobody takes anything from it. What goes out in between is known to
 * no backup, so no restore can know of it: that is counted nowhere here, and said in the runbook.
 */
export async function backupRestore({ ground, seed, rounds }: BackupRestoreOptions): Promise<Report> {
  const report = emptyReport();
  for (let n = 0; n < rounds; n++) await runRound(ground, chanceOf(seed * 100_003 + n), report);
  return report;
}

async function runRound(ground: Ground, chance: Chance, report: Report): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'clawchat-restoring-'));
  const folder = join(place, 'drilled.backup');
  await using first = await ground.newDatabase();
  await using second = await ground.newDatabase();
  await using outside = await openOutside();
  const clock = movableClock();
  const open = (database: TestDatabase) =>
    startTestApp({
      database,
      clock,
      limits: 'generous',
      agents: true,
      transports: outside.devices.transports,
      env: { PUBLIC_URL: publicUrl, OUTBOUND_ALLOWED_HOSTS: '127.0.0.1', LOG_LEVEL: 'error' },
    });
  const houses = [await open(first)];
  const house = () => must(houses.at(-1), 'a house');
  const proxy = await Proxy.open({ port: () => Number(new URL(house().ownUrl).port) });
  const origin = `http://127.0.0.1:${proxy.port}`;
  const people = await settleIn(house().app, outside);
  const { maya: person, rooms } = people;
  const writers = new Writers({ origin, person, rooms, chance, house: () => houses.length });
  const page = new Page({ origin, person, rooms, read: (room) => readRoom(house().app, room) });
  try {
    await page.open();
    outside.accept({ url: origin, ...people.streaming });
    writers.begin(3);
    await until(() => outside.byRequest.length > 5 && outside.byStream.length > 5 && outside.devices.taken.length > 0);

    await outside.refuse();
    await until(() => isWrittenDown(house().app, outside));
    const uncertain = { clientId: ulid(), room: must(rooms[0], 'a room') };
    const { owed, manifest, before } = await backUpBehind({
      house: house(),
      address: first.address,
      writers,
      uncertain,
      folder,
    });
    const lostHere = writers.by(1).length;
    const unknown = { clientId: ulid(), room: uncertain.room };
    await until(async () => (await writers.send(unknown.clientId, unknown.room)) !== null);
    await until(() => writers.by(1).length > lostHere + chance.below(10));
    await house().close();

    await restoreBackup({
      env: house().app.env,
      address: second.address,
      storage: house().app.storage,
      folder,
      replace: false,
      say: () => undefined,
    });
    await judgeRows(second, manifest, report);
    houses.push(await open(second));
    outside.accept({ url: house().ownUrl, ...people.streaming });
    await until(() => writers.by(2).length > 10);
    await sendAgain({ writers, uncertain: { ...uncertain, messageId: before }, unknown, report });
    await writers.end();
    await settle(house(), clock);

    await judgeSaid({ app: house().app, writers, report });
    await judgeTold({ app: house().app, people, outside, owed, report });
    await judgePage({ app: house().app, page, rooms, report });
    count(report, 'rounds');
  } finally {
    await writers.end();
    page.close();
    await proxy.close();
    for (const one of houses) await one.close();
    rmSync(place, { recursive: true, force: true });
  }
}

interface BackingUp {
  house: TestApp;
  address: DatabaseAddress;
  writers: Writers;
  uncertain: { clientId: string; room: Room };
  folder: string;
}

/** While one of the effects is behind: somebody has just come, and a few messages have been said that it has not seen. */
async function backUpBehind({ house, address, writers, uncertain, folder }: BackingUp) {
  const { app } = house;
  const release = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const holding = app.sql.begin(async (tx) => {
    await tx`select from consumers where name = 'bot-deliveries' for update`;
    held.resolve();
    await release.promise;
  });
  await held.promise;
  const kim = await guest(app, `Kim ${ulid()}`);
  const before = must(await until(() => writers.send(uncertain.clientId, uncertain.room)), 'a message');
  const said = writers.sent.length;
  await until(() => writers.sent.length > said + 5);
  const manifest = await takeBackup({ env: app.env, address, folder, say: () => undefined });
  release.resolve();
  await holding;
  return { owed: kim.conversationId, manifest, before };
}

interface Uncertain {
  clientId: string;
  room: Room;
}

interface Again {
  writers: Writers;
  /** It is in the backup, as this message. */
  uncertain: Uncertain & { messageId: string };
  /** The backup knows nothing of it. */
  unknown: Uncertain;
  report: Report;
}

/** What somebody's outbox does who never heard of an answer. */
async function sendAgain({ writers, uncertain, unknown, report }: Again): Promise<void> {
  const repeated = await until(() => writers.send(uncertain.clientId, uncertain.room));
  if (repeated !== uncertain.messageId)
    report.broken.push('a message of the backup became another when it was sent again');
  const anew = await until(() => writers.send(unknown.clientId, unknown.room));
  const twice = await until(() => writers.send(unknown.clientId, unknown.room));
  if (anew !== twice) report.broken.push('a message that the backup doesn’t have was sent twice');
  count(report, 'sent again by an outbox', 2);
}

const minute = 60_000;
const roundsMax = 1_000;

/** Time passes until nothing waits to go out any more. */
async function settle({ app }: TestApp, clock: ReturnType<typeof movableClock>): Promise<void> {
  for (let n = 0; n < roundsMax; n++) {
    const [open] = await app.sql<{ count: number }[]>`
      select (select count(*) from deliveries where state in ('pending', 'sent'))
        + (select count(*) from dispatches where state = 'pending')
        + (select count(*) from dispatch_targets where state = 'pending')
        + (select count(*) from events e, consumers c where c.name in ('bot-deliveries', 'notifications')
            and e.tx >= pg_snapshot_xmin(c.cursor) and not pg_visible_in_snapshot(e.tx, c.cursor)) as count`;
    if (open?.count === 0) return;
    clock.pass(minute / 4);
    wakeWebhooks(app);
    wakeNotifications(app);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('something still waited to go out after all was well');
}
