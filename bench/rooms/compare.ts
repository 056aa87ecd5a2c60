import { must } from '#lib/std/must.ts';
import type { Bench } from '../bench.ts';
import { startChild, type Child } from '../child.ts';
import { intervalOf, told, type Row } from '../figures.ts';
import { cpuOfTree, postmasterOf } from '../process-cpu.ts';
import type { MembersOrder, Talk } from '../processes/members.ts';
import { highestRate } from './highest-rate.ts';
import { openRoomServer, type RoomServer } from './room-server.ts';

export const people = 1_000;
const perSecond = 20;
const tooLateMs = 500;
const usual = { rounds: 7, seconds: 10, searches: 3, searchSeconds: 8, within: 1.08 };
const short = { rounds: 1, seconds: 3, searches: 1, searchSeconds: 2, within: 1.5 };

type Side = 'ours' | 'peer';
const sides = ['ours', 'peer'] as const;

interface Measured {
  p50Ms: number;
  p99Ms: number;
  serverCpu: number;
  postgresCpu: number;
  membersCpu: number;
}

/** The same room, the same members and the same words, in turns: ours and the peer. */
export async function compareRooms({ address, isShort }: Bench, openPeer: () => Promise<RoomServer>): Promise<Row[]> {
  const plan = isShort ? short : usual;
  await using ours = await openRoomServer('room-ours', { address, people });
  await using peer = await openPeer();
  await using members = await startChild<MembersOrder>('members');
  const room = new Rooms({ ours, peer }, members, await postmasterOf(address));
  for (const side of sides) await room.fill(side);

  const found: Record<Side, Measured[]> = { ours: [], peer: [] };
  // The first round of each warms up what the others measure.
  for (let round = -1; round < plan.rounds; round++) {
    for (const side of inTurn(round)) {
      const measured = await room.measure(side, { perSecond, count: perSecond * plan.seconds });
      if (round >= 0) found[side].push(measured);
    }
  }
  const highest: Record<Side, number[]> = { ours: [], peer: [] };
  for (let round = 0; round < plan.searches; round++) {
    for (const side of inTurn(round)) {
      const holds = async (rate: number) =>
        (await room.talk(side, { perSecond: rate, count: rate * plan.searchSeconds })).p99Ms < tooLateMs;
      highest[side].push(await highestRate(holds, { from: 2 * perSecond, within: plan.within }));
    }
  }
  const at = `${perSecond} messages/s`;
  const row = (what: string, key: keyof Measured, { digits, goal }: { digits: number; goal: string }) =>
    rowOf(
      `${at}: ${what}`,
      { ours: found.ours.map((one) => one[key]), peer: found.peer.map((one) => one[key]) },
      { digits, goal },
    );
  return [
    row('server CPU, s per million deliveries', 'serverCpu', { digits: 2, goal: '< 1.0' }),
    row('Postgres CPU, s per million', 'postgresCpu', { digits: 2, goal: '' }),
    row('p50 ms', 'p50Ms', { digits: 1, goal: '' }),
    row('p99 ms', 'p99Ms', { digits: 1, goal: '' }),
    row("the members' own CPU, s per million", 'membersCpu', { digits: 2, goal: '' }),
    rowOf(`highest messages/s with p99 < ${tooLateMs} ms`, highest, { digits: 0, goal: '> 1.0' }),
  ];
}

/** Which of the two goes first changes from round to round. */
function inTurn(round: number): readonly Side[] {
  return round % 2 === 0 ? sides : sides.toReversed();
}

function rowOf(
  what: string,
  { ours, peer }: Record<Side, number[]>,
  { digits, goal }: { digits: number; goal: string },
): Row {
  return {
    what,
    ours: told(intervalOf(ours), digits),
    peer: told(intervalOf(peer), digits),
    ratio: told(intervalOf(ours.map((one, n) => one / must(peer[n], 'the same round of the peer')))),
    goal,
  };
}

interface Pace {
  perSecond: number;
  count: number;
}

class Rooms {
  readonly #servers: Record<Side, RoomServer>;
  readonly #members: Child<MembersOrder>;
  readonly #postmaster: number;

  constructor(servers: Record<Side, RoomServer>, members: Child<MembersOrder>, postmaster: number) {
    this.#servers = servers;
    this.#members = members;
    this.#postmaster = postmaster;
  }

  async fill(side: Side): Promise<void> {
    await this.#members.ask({ kind: 'enter', group: side, seats: await this.#servers[side].seats() });
  }

  async measure(side: Side, pace: Pace): Promise<Measured> {
    const server = this.#servers[side];
    const before = { server: await server.cpuMicroseconds(), postgres: cpuOfTree(this.#postmaster) };
    const { p50Ms, p99Ms, cpuMicroseconds } = await this.talk(side, pace);
    // Microseconds for each delivery are seconds for a million of them.
    const perDelivery = (microseconds: number) => microseconds / (pace.count * people);
    return {
      p50Ms,
      p99Ms,
      serverCpu: perDelivery((await server.cpuMicroseconds()) - before.server),
      postgresCpu: perDelivery(cpuOfTree(this.#postmaster) - before.postgres),
      membersCpu: perDelivery(cpuMicroseconds),
    };
  }

  /** Whatever the pace: each member has heard each message, once. */
  async talk(side: Side, pace: Pace): Promise<Talk> {
    const talk = await this.#members.ask<Talk>({ kind: 'talk', group: side, ...pace });
    if (talk.lost > 0 || talk.surplus > 0) {
      throw new Error(`${side}, ${pace.perSecond} messages/s: ${talk.lost} lost, ${talk.surplus} too many`);
    }
    return talk;
  }
}
