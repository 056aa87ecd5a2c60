// Everybody who is in a room, as a process of its own: it speaks at a pace, and counts who has heard what.
import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '#lib/std/must.ts';
import { nowMs, serveOrders } from '../child.ts';
import type { Ears, Member, Seat } from '../rooms/member.ts';
import { enterEjabberd } from '../rooms/ejabberd-member.ts';
import { enterOurs } from '../rooms/our-member.ts';
import { enterSocketIo } from '../rooms/socket-io-member.ts';
import { Tally, textOf } from '../rooms/tally.ts';

export type MembersOrder =
  | { kind: 'enter'; group: string; seats: Seat[] }
  /** So many messages a second, each by the next member, whether or not the earlier ones have been heard. */
  | { kind: 'talk'; group: string; count: number; perSecond: number };

export interface Talk {
  p50Ms: number;
  p99Ms: number;
  /** Of messages times members. */
  lost: number;
  surplus: number;
  /** What this process used. */
  cpuMicroseconds: number;
}

interface Group {
  members: Member[];
  tally: Tally | null;
}

const groups = new Map<string, Group>();
const enteringAtOnce = 50;
/** Whoever is this far behind has lost them. */
const patienceMs = 60_000;
let said = 0;

serveOrders(async (order: MembersOrder): Promise<Talk | null> => {
  const group = groups.get(order.group) ?? { members: [], tally: null };
  groups.set(order.group, group);
  if (order.kind === 'talk') return talk(group, order);
  await enterAll(group, order.seats);
  return null;
});

async function enterAll(group: Group, seats: Seat[]): Promise<void> {
  for (let at = 0; at < seats.length; at += enteringAtOnce) {
    const entering = seats.slice(at, at + enteringAtOnce).map((seat, n) => {
      const member = at + n;
      return enter(seat, {
        onHeard: (view, start, end) => group.tally?.hear(member, view, { start, end }),
        onLost: giveUp,
      });
    });
    group.members.push(...(await Promise.all(entering)));
  }
}

function enter(seat: Seat, ears: Ears): Promise<Member> {
  switch (seat.kind) {
    case 'ours':
      return enterOurs(seat, ears);
    case 'socket.io':
      return enterSocketIo(seat, ears);
    case 'ejabberd':
      return enterEjabberd(seat, ears);
  }
}

async function talk(group: Group, { count, perSecond }: { count: number; perSecond: number }): Promise<Talk> {
  const { members } = group;
  const before = process.cpuUsage();
  const tally = new Tally(members.length, { first: said, count });
  group.tally = tally;
  said += count;
  const beganMs = nowMs();
  const dueMs = (n: number) => beganMs + (n * 1_000) / perSecond;
  const acknowledged: Promise<void>[] = [];
  for (let n = 0; n < count; n++) {
    const waitMs = dueMs(n) - nowMs();
    if (waitMs > 0) await sleep(waitMs);
    const number = tally.first + n;
    acknowledged.push(must(members[number % members.length], 'a member').say(textOf(number)));
  }
  await Promise.all(acknowledged);
  const lost = await tally.lost(patienceMs);
  const { user, system } = process.cpuUsage(before);
  const delays = tally.delaysMs(dueMs);
  const at = (share: number) => must(delays[Math.floor(share * delays.length)], 'a delay');
  return { p50Ms: at(0.5), p99Ms: at(0.99), lost, surplus: tally.surplus, cpuMicroseconds: user + system };
}

/** Whoever waits for what a closed socket would have brought would wait for ever. */
function giveUp(): never {
  process.stderr.write('A server has closed a socket that was being measured.\n');
  process.exit(1);
}
