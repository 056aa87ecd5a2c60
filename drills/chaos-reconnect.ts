import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { startTestApp } from '#server/testing/app.ts';
import { planOf } from './chaos/harms.ts';
import { castOf, expectedOf, headsOf, pathsOf, setScenery, type Cast, type Scenery } from './chaos/stage.ts';
import { writersOf } from './chaos/writers.ts';
import type { Ground } from './ground.ts';
import { Proxy } from './proxy.ts';
import { addLosses, count, emptyReport, type Report } from './report.ts';
import { chanceOf, type Chance } from './seed.ts';
import { Witness } from './witness.ts';

export interface ChaosOptions {
  ground: Ground;
  seed: number;
  schedules: number;
  /** How many schedules run side by side. */
  lanes: number;
}

/** A client that waits 15 s before it pings waits 300 ms here. Faster, and a busy machine alone would cut connections. */
const haste = 50;
/** Whoever has not caught up then, with a good network, never will. */
const patienceMs = 30_000;
const chaosMaxMs = 150;

/** Clients that are cut, slowed and left hanging while others write. The n-th schedule has the seed `seed + n`. */
export async function chaosReconnect({ ground, seed, schedules, lanes }: ChaosOptions): Promise<Report> {
  await using database = await ground.newDatabase();
  await using served = await startTestApp({ database, env: { LOG_LEVEL: 'error' } });
  const report = emptyReport();
  let next = 0;
  const lane = async (_: unknown, number: number) => {
    const cast = await castOf(served.app, number);
    while (next < schedules) await play(served, cast, { report, seed: seed + next++ });
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return report;
}

interface Served {
  app: AppContext;
  ownUrl: string;
}

interface Play {
  report: Report;
  seed: number;
}

async function play({ app, ownUrl }: Served, cast: Cast, { report, seed }: Play): Promise<void> {
  const chance = chanceOf(seed);
  const scenery = await setScenery(app, cast);
  const writers = writersOf(app, scenery);
  const port = Number(new URL(ownUrl).port);
  const seats = await Promise.all(
    seatsOf(scenery, chance).map(async (seat) => {
      const onHarm = (kind: string) => count(report, kind);
      return { ...seat, proxy: await Proxy.open({ port: () => port, plan: planOf(chance), onHarm }) };
    }),
  );
  const witnesses = seats.map((seat) => seated(app, scenery, seat));
  const forgets = chance.below(10) === 0;
  const disturb = async () => {
    await sleep(chance.below(chaosMaxMs));
    const witness = chance.one(witnesses as [Witness, ...Witness[]]);
    witness.again(must([...witness.ledgers.keys()][chance.below(3)], 'one of its contexts'));
    count(report, 'view opened again');
    await sleep(chance.below(chaosMaxMs));
    if (forgets) await writers.forget();
    if (chance.below(4) > 0) return;
    app.realtime.disconnect({ userId: scenery.maria.principal.userId });
    count(report, 'thrown out');
  };
  await Promise.all([writers.write(chance), writers.write(chance), disturb()]);
  for (const { proxy } of seats) proxy.calm();
  await writers.finish();
  await judge(report, { seed, forgets, witnesses, expected: await expectedOf(app, scenery) });
  for (const witness of witnesses) witness.stop();
  await Promise.all(seats.map(({ proxy }) => proxy.close()));
}

type Seat = { person: 'maria' | 'jonas'; contexts: string[] };

/** Maria with two devices, Jonas with one or two. */
function seatsOf(scenery: Scenery, chance: Chance): Seat[] {
  const { shared, foreign, sandbox, maria, jonas } = pathsOf(scenery);
  const hers: Seat = { person: 'maria', contexts: [shared, sandbox, maria] };
  const his: Seat = { person: 'jonas', contexts: [shared, foreign, jonas] };
  return [hers, hers, his, ...(chance.below(2) === 0 ? [his] : [])];
}

function seated(app: AppContext, scenery: Scenery, { person, contexts, proxy }: Seat & { proxy: Proxy }): Witness {
  const witness = new Witness({
    url: proxy.url,
    haste,
    fetchTicket: () => app.realtime.mintTicket(scenery[person].principal),
    readSnapshot: async (context) => (await headsOf(app, scenery)).get(context) ?? 0,
  });
  for (const context of contexts) witness.follow(context, scenery.began.get(context) ?? 0);
  witness.start();
  return witness;
}

interface Evidence {
  seed: number;
  forgets: boolean;
  witnesses: Witness[];
  expected: ReadonlyMap<string, number[]>;
}

async function judge(report: Report, { seed, forgets, witnesses, expected }: Evidence): Promise<void> {
  const of = (context: string) => must(expected.get(context), 'what was expected');
  const isWhole = ({ ledgers }: Witness) => [...ledgers].every(([path, ledger]) => ledger.lacks(of(path)) === 0);
  await Promise.all(witnesses.map((witness) => witness.until(() => isWhole(witness), patienceMs)));
  count(report, 'schedules');
  for (const { ledgers, connections, staleSnapshots } of witnesses) {
    count(report, 'clients');
    count(report, 'connections', connections);
    if (staleSnapshots > 0) report.broken.push(`seed ${seed}: a snapshot was older than its resync`);
    for (const [path, ledger] of ledgers) {
      const losses = ledger.judge(of(path));
      addLosses(report, losses);
      count(report, 'events', of(path).length);
      count(report, 'resyncs', ledger.resyncs);
      const { lost, doubled, outOfOrder } = losses;
      if (lost + doubled + outOfOrder > 0) report.broken.push(`seed ${seed}: ${path} ${JSON.stringify(losses)}`);
      if (ledger.foreign(of(path)) > 0) report.broken.push(`seed ${seed}: ${path} told what was not for this reader`);
      if (ledger.resyncs > 0 && !forgets) report.broken.push(`seed ${seed}: ${path} was resynced for nothing`);
    }
  }
}
