import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#lib/std/must.ts';
import { startTestApp, type TestApp } from './testing/app.ts';
import { authorisation } from './testing/authorisation-table.ts';
import { allDoors, isMutating, knock, type Door } from './testing/doors.ts';
import { setScene, type Role, type Scene } from './testing/scene.ts';

/** They ask, and change nothing. */
const asking = new Set([
  'bots.requestStatus',
  'bots.probeEndpoint',
  'POST /v1/sandboxes/:sandboxId/request-bot-status',
  'POST /v1/sandboxes/:sandboxId/endpoint/probe',
]);

/** What they make is the caller's own. */
const making = new Set(['organizations.create', 'sandboxes.create', 'bots.create', 'POST /v1/sandboxes']);

let house: TestApp;
const doors = allDoors().filter(
  (door) =>
    /^(organizations\.|sandboxes\.|bots\.|\w+ \/v1\/sandboxes)/.test(door.name) &&
    door.kind !== 'query' &&
    isMutating(door) &&
    !asking.has(door.name),
);

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous', env: { OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
});
afterAll(() => house.close());

test('there are such doors', () => {
  expect(doors.length).toBeGreaterThan(30);
});

test.each(doors.map((door) => [door.name, door] as const))(
  '%s leaves one line that says who, what and in which organization, done or refused',
  async (name, door) => {
    const scene = await setScene(house.app);
    await knockAs('owner', door, scene);
    const [line, ...more] = await linesOf(scene.owner.userId);
    expect(more).toEqual([]);
    const { expected } = must(authorisation[name], 'its row');
    expect(line).toMatchObject({
      actorName: 'owner',
      ...(making.has(name) ? {} : { organizationId: scene.organizationId }),
      outcome: expected.owner === 'ok' ? 'done' : 'refused',
    });
    expect(line?.['subjectId'], 'what was made has its id').not.toBe('');

    const stranger = must(
      scene.ways.find(({ role, by }) => role === 'stranger' && by === 'cookie'),
      'a stranger',
    );
    const before = await count();
    await knock(house.url, door, { headers: stranger.headers, input: authorisation[name]?.input?.(scene) });
    expect(await count()).toBe(before + 1);
  },
);

test('no line holds a key, a password or a secret', async () => {
  const scene = await setScene(house.app);
  const secrets: string[] = [];
  for (const name of ['bots.create', 'bots.createKey', 'bots.rotateEndpointSecret']) {
    const door = must(
      doors.find((one) => one.name === name),
      name,
    );
    const answer = await knockAs('owner', door, scene);
    secrets.push(...(answer.text.match(/(ccb_\w+|whsec_[\w+/=]+)/g) ?? []));
  }
  expect(secrets.length).toBeGreaterThan(2);
  const [log] = await house.app.sql<{ text: string }[]>`select string_agg(e::text, ' ') as text from audit_entries e`;
  for (const secret of secrets) expect(log?.text).not.toContain(secret);
});

function knockAs(role: Role, door: Door, scene: Scene) {
  const way = must(
    scene.ways.find((one) => one.role === role && one.by === 'cookie'),
    role,
  );
  return knock(house.url, door, { headers: way.headers, input: authorisation[door.name]?.input?.(scene) });
}

function linesOf(userId: string) {
  return house.app.sql<Record<string, unknown>[]>`
    select actor_name as "actorName", subject_id as "subjectId", organization_id as "organizationId", outcome
    from audit_entries where actor_id = ${userId}`;
}

async function count(): Promise<number> {
  const [row] = await house.app.sql<{ count: number }[]>`select count(*)::int as count from audit_entries`;
  return row?.count ?? 0;
}
