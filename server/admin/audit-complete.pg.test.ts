import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditActions } from '#lib/contract/audit.ts';
import { must } from '#lib/std/must.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { authorisation } from '#server/testing/authorisation-table.ts';
import { allDoors, knock } from '#server/testing/doors.ts';
import { setScene, type Scene } from '#server/testing/scene.ts';

let house: TestApp;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous', env: { OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
});
afterAll(() => house.close());

/** Read from the router itself, with the inputs of the authorisation matrix: a new one is among them without being named. */
const changes = allDoors().filter(({ kind, name }) => kind === 'mutation' && name.startsWith('admin.'));

/** What makes one refused that names nothing which could be missing. A new one of those says it here, or fails below. */
const refusals: Record<string, (scene: Scene) => Record<string, unknown>> = {
  'admin.addPerson': ({ owner }) => ({ email: owner.email }),
  'admin.exportAudit': () => ({ cursor: 'of no list' }),
  'admin.setSettings': () => ({ version: 1_000_000 }),
};

interface Entry {
  actorId: string;
  action: string;
  subjectKind: string;
  subjectId: string;
  reason: string | null;
  address: string;
  userAgent: string | null;
  requestId: string;
  outcome: string;
  code: string | null;
  detail: Record<string, unknown>;
}

async function entries(): Promise<Entry[]> {
  return house.app.sql<Entry[]>`
    select actor_id as "actorId", action, subject_kind as "subjectKind", subject_id as "subjectId", reason, address,
      user_agent as "userAgent", request_id as "requestId", outcome, code, detail from audit_entries order by id`;
}

function operatorOf({ ways }: Scene): Record<string, string> {
  return must(
    ways.find(({ role, by }) => role === 'operator' && by === 'cookie'),
    'an operator',
  ).headers;
}

/** Everything that is named by an id is somebody or something that there isn't. */
function ofNobody(input: Record<string, unknown>): Record<string, unknown> {
  const absent = Object.keys(input).filter((name) => /(^id|Id)$/.test(name));
  return { ...input, ...Object.fromEntries(absent.map((name) => [name, '01ARZ3NDEKTSV4RRFFQ69G5FAV'])) };
}

test('there are changes to walk', () => {
  expect(changes.length).toBeGreaterThan(10);
});

test.each(changes.map((door) => [door.name, door] as const))(
  '%s leaves its line when it is done',
  async (name, door) => {
    const scene = await setScene(house.app);
    const input = { ...authorisation[name]?.input?.(scene), reason: `because of ${name}` };
    const before = (await entries()).length;
    const answer = await knock(house.url, door, { headers: { ...operatorOf(scene), 'user-agent': 'walker' }, input });
    expect(answer.status).toBe(200);
    const [entry, ...more] = (await entries()).slice(before);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      actorId: scene.operatorId,
      reason: `because of ${name}`,
      address: expect.stringMatching(/127\.0\.0\.1|::1/),
      userAgent: 'walker',
      requestId: expect.stringMatching(/./),
      outcome: 'done',
      code: null,
    });
    expect(auditActions).toContain(entry?.action);
    expect(entry?.subjectId).not.toBe('');
    expect(entry?.detail).not.toHaveProperty('reason');
  },
);

test.each(changes.map((door) => [door.name, door] as const))(
  '%s leaves its line when it is refused',
  async (name, door) => {
    const scene = await setScene(house.app);
    const asked = { ...authorisation[name]?.input?.(scene), reason: 'in vain' };
    const input = { ...ofNobody(asked), ...refusals[name]?.(scene) };
    const before = (await entries()).length;
    const answer = await knock(house.url, door, { headers: operatorOf(scene), input });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    const left = (await entries()).slice(before);
    expect(left).toMatchObject([
      { actorId: scene.operatorId, reason: 'in vain', outcome: 'refused', code: answer.code },
    ]);
  },
);

test.each(changes.map((door) => [door.name, door] as const))(
  '%s wants a reason of 1 to 500 characters, and does nothing without',
  async (name, door) => {
    const scene = await setScene(house.app);
    const input = { ...authorisation[name]?.input?.(scene) };
    const before = await entries();
    for (const reason of [undefined, null, '', '   ', 'x'.repeat(501), 'x'.repeat(10_000), 7, 'a\0b']) {
      const { code } = await knock(house.url, door, { headers: operatorOf(scene), input: { ...input, reason } });
      expect(code).toMatch(/^invalid_(input|text)$/);
    }
    expect(await entries()).toEqual(before);
  },
);
