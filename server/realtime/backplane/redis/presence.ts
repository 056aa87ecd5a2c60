import { parsePresence } from '#lib/contexts.ts';
import type { RedisLink } from '#server/redis.ts';
import type { PresenceStore } from '../backplane.ts';

/** Of a key's members, how many are said in one go: a script holds Redis up for everybody. */
const saidAtOnceMax = 500;

/**
 * For each person a sorted set of where this person is, for each conversation one of who is there; a member ends in the node
 * that says so, and its score is the moment at which that node is believed no more. That moment is on Redis's own clock: the
 * nodes' clocks differ, and a node whose clock is late would take everybody for gone.
 *
 * What this node says itself it answers from memory, so that it is right about its own people without Redis as well.
 */
export class RedisPresence implements PresenceStore {
  readonly #redis: RedisLink;
  readonly #node: string;
  readonly #lifeMs: number;
  readonly #here = new Map<string, Set<string>>();

  constructor(redis: RedisLink, { node, lifeMs }: { node: string; lifeMs: number }) {
    this.#redis = redis;
    this.#node = node;
    this.#lifeMs = lifeMs;
  }

  enter(path: string, userId: string): void {
    const people = this.#here.get(path) ?? new Set();
    this.#here.set(path, people.add(userId));
    for (const { key, member } of this.#placesOf(path, userId)) void this.#say(key, [member]);
  }

  leave(path: string, userId: string): void {
    const people = this.#here.get(path);
    people?.delete(userId);
    if (people?.size === 0) this.#here.delete(path);
    for (const { key, member } of this.#placesOf(path, userId)) {
      void this.#ask(() => this.#redis.call('ZREM', key, member));
    }
  }

  async isIn(path: string, userId: string): Promise<boolean> {
    if (this.#here.get(path)?.has(userId) === true) return true;
    return (await this.#saidByOthers(this.#userKey(userId))).includes(path);
  }

  async whoIsIn(path: string): Promise<string[]> {
    const others = await this.#saidByOthers(this.#hereKey(path));
    return [...new Set([...(this.#here.get(path) ?? []), ...others])];
  }

  /** All of it once more, before it fades, and after Redis was away. */
  async sayAll(): Promise<void> {
    const membersOf = new Map<string, string[]>();
    for (const [path, people] of this.#here) {
      for (const userId of people) {
        for (const { key, member } of this.#placesOf(path, userId)) {
          const members = membersOf.get(key) ?? [];
          members.push(member);
          membersOf.set(key, members);
        }
      }
    }
    await Promise.all([...membersOf].map(([key, members]) => this.#say(key, members)));
  }

  #placesOf(path: string, userId: string): { key: string; member: string }[] {
    const ofPerson = { key: this.#userKey(userId), member: `${path} ${this.#node}` };
    // Nobody asks for all who look at an agent or at the product.
    if (parsePresence(path)?.kind !== 'conversation') return [ofPerson];
    return [ofPerson, { key: this.#hereKey(path), member: `${userId} ${this.#node}` }];
  }

  #userKey(userId: string): string {
    return this.#redis.nameOf(`user:${userId}`);
  }

  #hereKey(path: string): string {
    return this.#redis.nameOf(`here:${path}`);
  }

  async #say(key: string, members: string[]): Promise<void> {
    for (let at = 0; at < members.length; at += saidAtOnceMax) {
      const some = members.slice(at, at + saidAtOnceMax);
      await this.#ask(() => this.#redis.run(sayScript, key, this.#lifeMs, ...some));
    }
  }

  async #saidByOthers(key: string): Promise<string[]> {
    const members = (await this.#ask(() => this.#redis.run(readScript, key))) ?? [];
    if (!Array.isArray(members)) return [];
    const pairs = members.map((member) => String(member).split(' '));
    return pairs.flatMap(([what = '', node]) => (node === this.#node ? [] : [what]));
  }

  /** Null when Redis is away. */
  async #ask(work: () => Promise<unknown>): Promise<unknown> {
    try {
      return await work();
    } catch {
      return null;
    }
  }
}

const nowMs = `
local time = redis.call('TIME')
local nowMs = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
`;

/** Whoever says something sweeps what has faded, and the last one's set goes with what it said. */
const sayScript = `${nowMs}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', nowMs)
for i = 2, #ARGV do redis.call('ZADD', KEYS[1], nowMs + ARGV[1], ARGV[i]) end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
`;

const readScript = `${nowMs}
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. nowMs, '+inf')
`;
