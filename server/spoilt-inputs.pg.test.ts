import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ZodType } from 'zod';
import { must } from '#lib/std/must.ts';
import { routes } from './rest/table.ts';
import { startTestApp, type TestApp } from './testing/app.ts';
import { authorisation } from './testing/authorisation-table.ts';
import { documented } from './testing/documented.ts';
import { allDoors, isMutating, knock, type Door } from './testing/doors.ts';
import { rowCounts } from './testing/row-counts.ts';
import { setScene, type Scene } from './testing/scene.ts';
import { spoiltInputs } from './testing/spoilt-inputs.ts';
import { appRouter } from './trpc/root.ts';

/** Another one asks other questions; what one finds is kept as a case of its own in `bad-input.pg.test.ts`. */
const seed = 20;
const mostPerDoor = 40;
/** Passwords are hashed slowly on purpose. */
const mostPerSlowDoor = 10;
const slowDoors = ['accounts.signUp', 'accounts.changePassword', 'accounts.resetPassword', 'accounts.delete'];

let house: TestApp;
/** For those who only look: who changes things gets a scene of their own. */
let common: Scene;
let asked = 0;
let refused = 0;
const doors = allDoors().flatMap((door) => {
  const schema = schemaOf(door);
  return schema === null ? [] : [{ ...door, schema }];
});

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  common = await setScene(house.app);
});
afterAll(async () => {
  process.stdout.write(`spoilt inputs: ${doors.length} doors, ${asked} inputs, ${refused} refused\n`);
  await house.close();
});

test.each(doors.map((door) => [door.name, door] as const))(
  '%s answers whatever its schema allows or nearly allows, never with a 500, and what it refuses writes no row',
  async (name, { schema, ...door }) => {
    const scene = isMutating(door) ? await setScene(house.app) : common;
    const headers = headersFor(door, scene);
    const valid = authorisation[name]?.input?.(scene) ?? {};
    const written: unknown[] = [];
    let known: unknown = null;
    const most = slowDoors.includes(name) ? mostPerSlowDoor : mostPerDoor;
    for (const input of spoiltInputs(schema, valid, { seed, most })) {
      const before = (known ??= await rowCounts(house.app));
      const { status, code, text } = await knock(house.url, door, { headers, input });
      asked++;
      const shown = JSON.stringify(input).slice(0, 200);
      expect(status, `${shown}: ${text}`).toBeLessThan(500);
      known = null;
      if (status < 400) continue;
      refused++;
      expect(code, `${shown}: ${text}`).toEqual(expect.stringMatching(/^[a-z_]+$/));
      const after = (known = await rowCounts(house.app));
      if (JSON.stringify(after) !== JSON.stringify(before)) written.push({ shown, status, code, before, after });
    }
    expect(written).toEqual([]);
  },
  60_000, // a stopped test's last question would count as another one's
);

test.each(doors.map((door) => [door.name, door] as const))(
  '%s answers everybody else who comes with the like, never with a 500, and who is refused writes no row',
  async (name, { schema, ...door }) => {
    const best = headersFor(door, common);
    const others = common.ways.filter(
      ({ by, headers }) => headers !== best && (door.kind === 'route' || by !== 'token'),
    );
    const valid = authorisation[name]?.input?.(common) ?? {};
    const inputs = spoiltInputs(schema, valid, { seed: seed + 1, most: others.length });
    const before = await rowCounts(house.app);
    const refusals: string[] = [];
    for (const [index, { role, by, headers }] of others.entries()) {
      const input = inputs[index % inputs.length];
      const { status, text } = await knock(house.url, door, { headers, input });
      asked++;
      const cell = `${role} by ${by} with ${JSON.stringify(input).slice(0, 200)}`;
      expect(status, `${cell}: ${text}`).toBeLessThan(500);
      if (status < 400) continue;
      refused++;
      refusals.push(cell);
    }
    // Where somebody was let in, what they did is theirs to do, and no count of rows says more.
    if (refusals.length < others.length) return;
    expect(await rowCounts(house.app), `one of ${refusals.join('; ')}`).toEqual(before);
  },
);

test('as many were tried as documented', () => expect(asked).toBeGreaterThanOrEqual(documented('inputs')));

function schemaOf({ name, kind }: Door): ZodType | null {
  if (kind === 'route') return routes.find(({ method, path }) => `${method} ${path}` === name)?.api?.input ?? null;
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: ZodType[] } }>;
  return procedures[name]?._def.inputs[0] ?? null;
}

/** Whoever gets furthest. */
function headersFor({ name, access }: Door, { ways }: Scene): Record<string, string> {
  const isOperators = name.startsWith('admin.');
  const role = access === 'bot' ? 'bot' : isOperators ? 'operator' : 'owner';
  return must(
    ways.find((way) => way.role === role && (way.by === 'cookie' || role === 'bot')),
    `a way of ${role}`,
  ).headers;
}
