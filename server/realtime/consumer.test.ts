import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Sql } from '#server/db/client.ts';
import { createHouse, type House, type Place } from '#server/testing/realtime-house.ts';
import { seeded } from '#server/testing/seeded.ts';
import { createLog } from '#server/log.ts';
import { until } from '#server/testing/until.ts';
import { consume, startConsumer, type Consumer, type ConsumerTransaction } from './consumer.ts';

let house: House;
let sql: Sql;
beforeAll(async () => {
  house = await createHouse();
  sql = house.sql;
  // What an effect writes: the order of `n` is the order in which events were handled.
  await sql`create table effects (consumer text, context text, seq int, n bigserial)`;
});
beforeEach(() => sql`truncate effects`);
afterAll(() => house[Symbol.asyncDispose]());

function recorder(name: string): Consumer {
  return {
    name,
    handle: async (tx, events) => {
      await tx`
        insert into effects (consumer, context, seq)
        select ${name}, * from unnest(${events.map((e) => e.context)}::text[], ${events.map((e) => e.seq)}::int[])`;
    },
  };
}

async function placeCursor(name: string): Promise<void> {
  await sql`insert into consumers (name, cursor) values (${name}, pg_current_snapshot())`;
}

async function effectsOf(name: string): Promise<Map<string, number[]>> {
  const rows = await sql<{ context: string; seqs: number[] }[]>`
    select context, array_agg(seq order by n) as seqs from effects where consumer = ${name} group by context`;
  return new Map(rows.map(({ context, seqs }) => [context, seqs]));
}

async function appendIn(tx: ConsumerTransaction, { kind, owner, context }: Place): Promise<void> {
  await tx`select append_event(${kind}, ${owner}, ${context}, 'happened', '{}'::jsonb, null, null)`;
}

/** Counts commits, and lets somebody wait for the nth. */
class Commits {
  #count = 0;
  #isOver = false;
  readonly #waiting = new Set<() => void>();

  add(): void {
    this.#count += 1;
    for (const look of this.#waiting) look();
  }

  over(): void {
    this.#isOver = true;
    for (const look of this.#waiting) look();
  }

  after(more: number): Promise<void> {
    const wanted = this.#count + more;
    return new Promise((resolve) => {
      const look = () => {
        if (this.#count < wanted && !this.#isOver) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}

interface Schedule {
  seed: number;
  shared: Place[];
  held: Place[];
}

/** Four writers, and two who take their transaction's number early and commit late, when others have gone by. */
async function write({ seed, shared, held }: Schedule): Promise<{ overtaken: number }> {
  const random = seeded(seed);
  const commits = new Commits();
  const some = (max: number) => shared.filter(() => random() < 0.6).slice(0, max);
  let overtaken = 0;

  const writer = async () => {
    for (let i = 0; i < 8; i++) {
      const isUndone = random() < 0.15;
      await sql
        .begin(async (tx) => {
          for (const place of some(3)) await appendIn(tx, place);
          if (isUndone) throw new Error('undone');
        })
        .catch((error: unknown) => {
          if (!isUndone) throw error;
        });
      commits.add();
    }
  };
  const holder = async (own: Place) => {
    for (let i = 0; i < 3; i++) {
      const [patience, targets] = [1 + Math.floor(random() * 6), some(2)];
      await sql.begin(async (tx) => {
        await appendIn(tx, own);
        await commits.after(patience);
        // Now, with an old number, behind those who came later.
        for (const place of targets) await appendIn(tx, place);
      });
      overtaken += patience;
    }
  };
  const writers = Promise.all([writer(), writer(), writer(), writer()]).finally(() => commits.over());
  await Promise.all([writers, ...held.map(holder)]);
  return { overtaken };
}

/** The cursor that suggests itself: the highest transaction number that was seen. Shows that the schedules have teeth. */
function numberReader() {
  let last = '0';
  const got = new Set<string>();
  return {
    got,
    read: async () => {
      const rows = await sql<{ context: string; seq: number; tx: string }[]>`
        select context, seq, tx::text from events where tx > ${last}::text::xid8 order by events.tx`;
      for (const row of rows) got.add(`${row.context} ${row.seq}`);
      last = rows.at(-1)?.tx ?? last;
    },
  };
}

test('[RT24] no event is skipped, doubled or out of its context’s order, whoever commits when', async () => {
  const schedules = 60;
  const maria = await house.person('maria');
  const zoe = await house.person('zoe');
  const sandbox = await house.sandbox(maria);
  const conversation = await house.conversation(sandbox, [maria]);
  // In the rank of locks, so that nobody deadlocks: conversation, sandbox, user.
  const shared = [conversation, sandbox, house.userPlace(maria)];
  const held = [await house.sandbox(zoe), await house.sandbox(zoe)];
  const total = { events: 0, passes: 0, overtaken: 0, skippedByNumbers: 0 };
  await placeCursor('property');
  const byNumber = numberReader();
  await byNumber.read();

  for (let seed = 1; seed <= schedules; seed++) {
    let isWriting = true;
    // Two nodes that run the same consumer.
    const node = async () => {
      while (isWriting) {
        await consume(sql, recorder('property')).catch(onlyRaces);
        await byNumber.read();
        total.passes += 1;
      }
    };
    const nodes = [node(), node()];
    const { overtaken } = await write({ seed, shared, held }).finally(() => (isWriting = false));
    await Promise.all(nodes);
    total.overtaken += overtaken;
  }
  await consume(sql, recorder('property'));
  await byNumber.read();

  const effects = await effectsOf('property');
  for (const { context } of [...shared, ...held]) {
    const [row] = await sql<{ head: number }[]>`select max(seq) as head from events where context = ${context}`;
    const head = row?.head ?? 0;
    expect({ context, seqs: effects.get(context) }).toEqual({
      context,
      seqs: Array.from({ length: head }, (_, i) => i + 1),
    });
    for (let seq = 1; seq <= head; seq++) if (!byNumber.got.has(`${context} ${seq}`)) total.skippedByNumbers += 1;
    total.events += head;
  }
  expect(total.skippedByNumbers).toBeGreaterThan(0);
  process.stdout.write(
    `    consumer: ${schedules} schedules, ${total.events} events, ${total.passes} passes of two nodes, ` +
      `${total.overtaken} commits overtook an open transaction: 0 skipped, 0 doubled, 0 out of order ` +
      `(a cursor of transaction numbers skipped ${total.skippedByNumbers})\n`,
  );
});

test('[RT25] an effect that fails leaves cursor and rows as they were, and takes place once when it works', async () => {
  const inbox = house.userPlace(await house.person('maria'));
  await placeCursor('failing');
  await house.append(inbox, { times: 3 });
  let isBroken = true;
  const { name, handle } = recorder('failing');
  const failing: Consumer = {
    name,
    handle: async (tx, events) => {
      await handle(tx, events);
      if (isBroken) throw new Error('no');
    },
  };
  await expect(consume(sql, failing)).rejects.toThrow('no');
  expect((await effectsOf('failing')).size).toBe(0);
  isBroken = false;
  expect(await consume(sql, failing)).toBe(3);
  expect(await consume(sql, failing)).toBe(0);
  expect((await effectsOf('failing')).get(inbox.context)).toEqual([1, 2, 3]);
});

test('[RT25] an effect that goes on failing is tried after a growing wait, which wake-ups do not shorten', async () => {
  const inbox = house.userPlace(await house.person('maria'));
  const waits: { ms: number; run: () => void }[] = [];
  let wake: () => void = () => undefined;
  let isBroken = true;
  const running = await startConsumer(
    {
      sql,
      log: createLog({ level: 'silent', format: 'json' }),
      random: () => 0.5,
      onWake: (listener) => {
        wake = listener;
        return () => undefined;
      },
      setTimeout: (run, ms) => {
        waits.push({ ms, run });
        return setTimeout(() => undefined, 0);
      },
    },
    {
      name: 'stubborn',
      handle: async () => {
        if (isBroken) throw new Error('no');
      },
    },
  );
  await house.append(inbox);
  wake();
  for (let failures = 1; failures <= 4; failures++) {
    await until(() => waits.length === failures);
    for (let n = 0; n < 20; n++) wake();
    expect(running.stats().failures).toBe(failures);
    isBroken = failures < 4;
    waits.at(-1)?.run();
  }
  await until(() => running.stats().events === 1);
  expect(waits.map(({ ms }) => ms)).toEqual([1_000, 2_000, 4_000, 8_000]);
  await running[Symbol.asyncDispose]();
});

test('[RT25] while the database is away it is looked for as often as ever, and nobody complains of the effect', async () => {
  const waits: { ms: number; run: () => void }[] = [];
  const away = Object.assign(new Error('it is not there'), { code: 'CONNECTION_CLOSED' });
  let isAway = true;
  const gone = new Proxy(sql, {
    get: (target, name) => (name === 'begin' && isAway ? () => Promise.reject(away) : Reflect.get(target, name)),
  });
  const running = await startConsumer(
    {
      sql: gone,
      log: createLog({ level: 'silent', format: 'json' }),
      random: () => 0.5,
      onWake: () => () => undefined,
      setTimeout: (run, ms) => {
        waits.push({ ms, run });
        return setTimeout(() => undefined, 0);
      },
    },
    recorder('patient with the database'),
  );
  const inbox = house.userPlace(await house.person('maria'));
  await house.append(inbox);
  for (let tries = 1; tries <= 8; tries++) {
    await until(() => waits.length === tries);
    isAway = tries < 8;
    waits.at(-1)?.run();
  }
  await until(() => running.stats().events === 1);
  expect(waits.map(({ ms }) => ms)).toEqual(Array.from({ length: 8 }, () => 500));
  expect(running.stats().failures).toBe(0);
  await running[Symbol.asyncDispose]();
});

test('[RT53] a consumer that is woken is there at once; what comes while it rests is the work of one pass', async () => {
  const inbox = house.userPlace(await house.person('maria'));
  const rests: (() => void)[] = [];
  let wake: () => void = () => undefined;
  const running = await startConsumer(
    {
      sql,
      log: createLog({ level: 'silent', format: 'json' }),
      onWake: (listener) => {
        wake = listener;
        return () => undefined;
      },
      setTimeout: (run, ms) => {
        expect(ms).toBe(20);
        rests.push(run);
        return setTimeout(() => undefined, 0);
      },
    },
    { ...recorder('resting'), restMs: 20 },
  );
  // The look at its start, after which nobody had called for it.
  await until(() => rests.length === 1);
  rests[0]?.();
  await house.append(inbox);
  wake();
  await until(() => rests.length === 2);
  expect(running.stats()).toMatchObject({ passes: 2, events: 1 });
  for (let n = 0; n < 10; n++) {
    await house.append(inbox);
    wake();
  }
  expect(running.stats()).toMatchObject({ passes: 2, events: 1 });
  rests[1]?.();
  await until(() => rests.length === 3);
  expect(running.stats()).toMatchObject({ passes: 3, events: 11, failures: 0 });
  await running[Symbol.asyncDispose]();
});

test('[RT26] a long absence is handed over in batches of 500, in one transaction', async () => {
  const inbox = house.userPlace(await house.person('maria'));
  await placeCursor('absent');
  await house.append(inbox, { times: 1_200 });
  const sizes: number[] = [];
  const consumer: Consumer = { name: 'absent', handle: async (_tx, events) => void sizes.push(events.length) };
  expect(await consume(sql, consumer)).toBe(1_200);
  expect(sizes).toEqual([500, 500, 200]);
});

test('[RT27] a new consumer owes nothing for what was said before it; a wake-up brings it what is said since', async () => {
  const inbox = house.userPlace(await house.person('maria'));
  await house.append(inbox, { times: 2 });
  const got: number[] = [];
  const heard = Promise.withResolvers<void>();
  const running = await house.realtime.runConsumer({
    name: 'newcomer',
    handle: async (_tx, events) => {
      got.push(...events.map((event) => event.seq));
      if (got.includes(4)) heard.resolve();
    },
  });
  await house.append(inbox, { times: 2 });
  await heard.promise;
  await running[Symbol.asyncDispose]();
  expect(got).toEqual([3, 4]);
  expect(running.stats()).toMatchObject({ events: 2, failures: 0 });
});

/** Another node moved the cursor in between: that one did the work. */
function onlyRaces(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === '40001')) throw error;
}

test('a patient consumer looks on its timer, and no send wakes it', async () => {
  let listening = 0;
  const onWake = () => {
    listening += 1;
    return () => undefined;
  };
  const deps = { sql, log: createLog({ level: 'silent', format: 'json' }), onWake };
  const patient = await startConsumer(deps, { ...recorder('patient'), isPatient: true });
  const woken = await startConsumer(deps, recorder('woken'));
  expect(listening).toBe(1);
  // What was there at its start it has read all the same.
  await until(() => patient.stats().passes === 1);
  await patient[Symbol.asyncDispose]();
  await woken[Symbol.asyncDispose]();
});
