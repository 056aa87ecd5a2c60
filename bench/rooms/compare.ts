import type { Bench } from '../bench.ts';
import { startChild } from '../child.ts';
import { compared, type Goal, type Row } from '../figures.ts';
import { postmasterOf } from '../process-cpu.ts';
import type { MembersOrder } from '../processes/members.ts';
import { highestRate } from './highest-rate.ts';
import { openRoomServer, type RoomServer } from './room-server.ts';
import { Stage, type Measured, type Side } from './stage.ts';

export const people = 1_000;
const perSecond = 20;
const tooLateMs = 500;
const usual = { rounds: 7, seconds: 10, searches: 3, searchSeconds: 8, within: 1.08 };
const short = { rounds: 1, seconds: 3, searches: 1, searchSeconds: 2, within: 1.5 };

type Plan = typeof usual;

/** The same room, the same members and the same words, in turns: ours and the peer. */
export async function compareRooms({ address, isShort }: Bench, openPeer: () => Promise<RoomServer>): Promise<Row[]> {
  const plan = isShort ? short : usual;
  await using ours = await openRoomServer('room-ours', { address, people });
  await using peer = await openPeer();
  await using members = await startChild<MembersOrder>('members');
  const stage = new Stage({ servers: { ours, peer }, members, postmaster: await postmasterOf(address) }, people);
  await stage.fill('ours');
  await stage.fill('peer');
  return [...(await atOnePace(stage, plan)), await highestOf(stage, plan)];
}

async function atOnePace(stage: Stage, { rounds, seconds }: Plan): Promise<Row[]> {
  const found: Record<Side, Measured[]> = { ours: [], peer: [] };
  // The first round of each warms up what the others measure.
  for (let round = -1; round < rounds; round++) {
    for (const side of inTurn(round)) {
      const measured = await stage.measure(side, { perSecond, count: perSecond * seconds });
      if (round >= 0) found[side].push(measured);
    }
  }
  const row = (name: string, key: keyof Measured, { digits = 2, goal = '' }: { digits?: number; goal?: Goal } = {}) => {
    const of = (side: Side) => found[side].map((measured) => measured[key]);
    return compared(`${perSecond} messages/s: ${name}`, { ours: of('ours'), peer: of('peer'), digits, goal });
  };
  return [
    row('server CPU, s per million deliveries', 'serverCpu', { goal: '<= 1.0' }),
    row('Postgres CPU, s per million', 'postgresCpu'),
    row("the members' own CPU, s per million", 'membersCpu'),
    row('p50 ms', 'p50Ms', { digits: 1 }),
    row('p99 ms', 'p99Ms', { digits: 1 }),
  ];
}

async function highestOf(stage: Stage, { searches, searchSeconds, within }: Plan): Promise<Row> {
  const found: Record<Side, number[]> = { ours: [], peer: [] };
  for (let search = 0; search < searches; search++) {
    for (const side of inTurn(search)) {
      const holds = async (rate: number) => {
        const { p99Ms } = await stage.talk(side, { perSecond: rate, count: Math.ceil(rate * searchSeconds) });
        return p99Ms < tooLateMs;
      };
      found[side].push(await highestRate(holds, { from: 2 * perSecond, within }));
    }
  }
  return compared(`highest messages/s with p99 < ${tooLateMs} ms`, { ...found, digits: 0, goal: '>= 1.0' });
}

/** Which of the two goes first changes from round to round. */
function inTurn(round: number): readonly Side[] {
  return round % 2 === 0 ? ['ours', 'peer'] : ['peer', 'ours'];
}
