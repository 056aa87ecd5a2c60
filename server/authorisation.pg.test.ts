import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#lib/std/must.ts';
import { startTestApp, type TestApp } from './testing/app.ts';
import { authorisation, type Outcome, type Row } from './testing/authorisation-table.ts';
import { documented } from './testing/documented.ts';
import { allDoors, knock, type Door } from './testing/doors.ts';
import { rowCounts } from './testing/row-counts.ts';
import { roles, setScene, type Scene, type Way } from './testing/scene.ts';

let house: TestApp;
let common: Scene;
const doors = allDoors();
const leaks: string[] = [];
let cells = 0;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous', env: { OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
  common = await setScene(house.app);
});
afterAll(async () => {
  const size = `${doors.length} doors, ${roles.length} callers, ${cells} cells, ${leaks.length} leaks`;
  process.stdout.write(`authorisation: ${size}\n`);
  await house.close();
});

test('every door has a row, and every row a door', () => {
  expect(doors.map((door) => door.name).toSorted()).toEqual(Object.keys(authorisation).toSorted());
});

test.each(doors.map((door) => [door.name, door] as const))('%s lets in only whom it should', async (_name, door) => {
  const row = must(authorisation[door.name], `a row for ${door.name}`);
  const ways = waysTo(door, common);
  const refused = ways.filter((way) => expectedOf(row, door, way) !== 'ok');
  const before = await rowCounts(house.app);
  for (const way of refused) await tryOne(door, row, { scene: common, way });
  expect(await rowCounts(house.app), 'who was refused has changed something').toEqual(before);

  for (const { role, by } of ways.filter((way) => expectedOf(row, door, way) === 'ok')) {
    const scene = row.spoils === true ? await setScene(house.app) : common;
    const way = must(
      scene.ways.find((one) => one.role === role && one.by === by),
      'the same way in',
    );
    await tryOne(door, row, { scene, way });
  }
});

test('nobody was let in or told anything who should not have been', () => {
  expect(leaks).toEqual([]);
});

test('as many ways in were tried as documented', () => expect(cells).toBeGreaterThanOrEqual(documented('doors')));

/** A procedure knows cookies only; there a person has one way in. */
function waysTo(door: Door, scene: Scene): Way[] {
  return scene.ways.filter(({ by }) => door.kind === 'route' || (by !== 'token' && by !== 'key'));
}

/** A token can't ask for the next one, and a key has no session. */
function expectedOf(row: Row, { access }: Door, { role, by }: Way): Outcome {
  const expected = row.expected[role];
  const isShort = (access === 'cookie' && by !== 'cookie') || (access === 'session' && by === 'key');
  return expected === 'ok' && isShort ? 'forbidden' : expected;
}

async function tryOne(door: Door, row: Row, { scene, way }: { scene: Scene; way: Way }): Promise<void> {
  const answer = await knock(house.url, door, { headers: way.headers, input: row.input?.(scene) });
  const outcome = answer.code ?? (answer.status < 300 ? 'ok' : String(answer.status));
  const expected = expectedOf(row, door, way);
  const cell = `${door.name} as ${way.role} by ${way.by}`;
  cells++;
  const mayKnow = ['owner', 'member', 'bot'].includes(way.role);
  // Managing an agent, or being allowed to write to it, gives no reading of what others say to it.
  const secret = ['org owner', 'org admin', 'org member', 'operator'].includes(way.role) ? scene.said : scene.private;
  if (expected !== 'ok' && answer.status < 300) leaks.push(`${cell}: let in`);
  if (!mayKnow && withoutNames(row, scene, answer.text).includes(secret)) leaks.push(`${cell}: told`);
  expect(`${cell}: ${outcome}`).toBe(`${cell}: ${expected}`);
}

/** What an operator may be told: how things are called. */
function withoutNames({ names = [] }: Row, { said: word }: Scene, text: string): string {
  return names.reduce((rest, name) => rest.replaceAll(word + name, ''), text);
}
