import type { Child } from '../child.ts';
import { cpuOfTree } from '../process-cpu.ts';
import type { MembersOrder, Talk } from '../processes/members.ts';
import type { RoomServer } from './room-server.ts';

export type Side = 'ours' | 'peer';

export interface Pace {
  perSecond: number;
  count: number;
}

export interface Measured {
  p50Ms: number;
  p99Ms: number;
  /** Microseconds for each delivery, which are seconds for a million of them. */
  serverCpu: number;
  postgresCpu: number;
  membersCpu: number;
}

interface Parts {
  servers: Record<Side, RoomServer>;
  members: Child<MembersOrder>;
  /** Of the database that both keep their messages in. */
  postmaster: number;
}

/** Two rooms with the same members, of which one is spoken in at a time. */
export class Stage {
  readonly #parts: Parts;
  readonly #people: number;

  constructor(parts: Parts, people: number) {
    this.#parts = parts;
    this.#people = people;
  }

  async fill(side: Side): Promise<void> {
    const seats = await this.#parts.servers[side].seats();
    await this.#parts.members.ask({ kind: 'enter', group: side, seats });
  }

  async measure(side: Side, pace: Pace): Promise<Measured> {
    const before = await this.#used(side);
    const { p50Ms, p99Ms, cpuMicroseconds } = await this.talk(side, pace);
    const after = await this.#used(side);
    const deliveries = pace.count * this.#people;
    return {
      p50Ms,
      p99Ms,
      serverCpu: (after.server - before.server) / deliveries,
      postgresCpu: (after.postgres - before.postgres) / deliveries,
      membersCpu: cpuMicroseconds / deliveries,
    };
  }

  /** Whatever the pace: each member has heard each message, once. */
  async talk(side: Side, pace: Pace): Promise<Talk> {
    const talk = await this.#parts.members.ask<Talk>({ kind: 'talk', group: side, ...pace });
    if (talk.lost > 0 || talk.surplus > 0) {
      throw new Error(`${side}, ${pace.perSecond} messages/s: ${talk.lost} lost, ${talk.surplus} too many`);
    }
    return talk;
  }

  async #used(side: Side): Promise<{ server: number; postgres: number }> {
    const { servers, postmaster } = this.#parts;
    return { server: await servers[side].cpuMicroseconds(), postgres: cpuOfTree(postmaster) };
  }
}
