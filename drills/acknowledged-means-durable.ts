import { must } from '#lib/std/must.ts';
import { AcknowledgedSends } from './durable/acknowledged.ts';
import { TakingAgent } from './durable/agent.ts';
import { judge } from './durable/evidence.ts';
import { found } from './durable/found.ts';
import { Home } from './durable/home.ts';
import { killAgainAndAgain } from './durable/killing.ts';
import { Writer } from './durable/writer.ts';
import { fetchTicket, type Colleague, type Room } from './company.ts';
import { emptyReport, secondsOf, type Report } from './report.ts';
import { chanceOf } from './seed.ts';
import { Witness } from './witness.ts';

export interface DurableOptions {
  seed: number;
  sends: number;
  /** How often each kind of thing is killed. */
  kills: number;
}

const size = { people: 8, rooms: 8 };
/** In how many rooms each of them writes at the same time. */
const roomsEach = 3;
/** People and their sockets wait a tenth of what they usually do. Nothing on the server's side is hastened. */
const haste = 10;
/** Whoever has not gone on by then, with everything running again, never will. */
const patienceMs = 120_000;

/**
 * The app, the database under it, and a backend in the middle of its commit are killed again and again while people write. What
 * they were told is stored is held against the database, its log, what readers were shown and what the agent was told. A kill
 * is no power cut: that the disk has it is Postgres' part, and the product refuses a Postgres that isn't told to see to it.
 */
export async function acknowledgedMeansDurable({ seed, sends, kills }: DurableOptions): Promise<Report> {
  const report = emptyReport();
  const acknowledged = new AcknowledgedSends();
  await using home = await Home.open();
  const { company, agent: place } = await found(home, size);
  const agent = new TakingAgent({ url: home.origin, ...place });
  const witnesses = company.people.map((person) => witnessOf(home, person, company.rooms));
  const writers = witnesses.map((witness, n) => {
    const person = must(company.people[n], 'a colleague');
    return new Writer({ person, witness, origin: home.origin, acknowledged, report, haste });
  });
  const beganMs = performance.now();
  void writeAll(writers, company.rooms, { sends, seed });
  const chance = chanceOf(seed);
  const waits = await killAgainAndAgain(home, { report, chance, acknowledged, sends, kills, patienceMs });
  if (!(await acknowledged.reach(sends, patienceMs))) {
    const left = writers.flatMap((writer) => writer.left);
    report.broken.push(`not every send was acknowledged in the end; in outboxes: ${left.slice(0, 10).join('; ')}`);
  }
  const seconds = (performance.now() - beganMs) / 1_000;
  await judge(home, { report, acknowledged, company, witnesses, agent, patienceMs });
  report.figures['sends a second, kills included'] = (acknowledged.all.length / seconds).toFixed(0);
  report.figures['seconds from a kill until somebody is told again that something is stored'] = secondsOf(waits);
  for (const writer of writers) writer.stop();
  for (const witness of witnesses) witness.stop();
  await agent.close();
  return report;
}

function witnessOf({ origin }: Home, person: Colleague, rooms: Room[]): Witness {
  const witness = new Witness({
    url: `${origin.replace('http', 'ws')}/connect`,
    haste,
    fetchTicket: () => fetchTicket(origin, person),
    readSnapshot: () => Promise.reject(new Error('nobody should have to read again')),
  });
  for (const { context } of rooms) witness.follow(context, 0);
  witness.start();
  return witness;
}

/** So much and no more, each in a few rooms at once, and in each a few lines after the other. */
async function writeAll(
  writers: Writer[],
  rooms: Room[],
  { sends, seed }: { sends: number; seed: number },
): Promise<void> {
  let left = sends;
  const writeIn = async (writer: Writer, n: number) => {
    const chance = chanceOf(seed * 1_009 + n);
    while (left > 0) {
      const lines = Math.min(left, 1 + chance.below(3));
      left -= lines;
      await writer.write(must(rooms[n % rooms.length], 'a room'), lines);
    }
  };
  const desks = writers.flatMap((writer, person) =>
    Array.from({ length: roomsEach }, (_, n) => ({ writer, n: person + n * 3 })),
  );
  await Promise.all(desks.map(({ writer, n }) => writeIn(writer, n)));
}
