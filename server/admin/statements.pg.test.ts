import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppContext } from '#server/app-context.ts';
import { presenceOfBots } from '#server/bots/bot-status.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { countStatements } from '#server/testing/statements.ts';
import { listOrganizations } from './organizations.ts';
import { readOverview } from './overview/read.ts';
import { listPeople } from './people/list.ts';
import { readPerson } from './people/read.ts';
import { sandboxFigures } from './sandboxes/figures.ts';
import { listSandboxesForOperator } from './sandboxes/list.ts';
import { readSandboxForOperator } from './sandboxes/read.ts';

let house: TestApp;
let maya: Omit<Person, 'password'>;

beforeAll(async () => {
  house = await startTestApp();
  maya = await guest(house.app, 'Maya');
});
afterAll(() => house.close());

/** As many of everything that these pages list. */
async function fill(from: number, to: number): Promise<void> {
  const { sql } = house.app;
  const { principal, sandboxId } = maya;
  const { userId } = principal;
  const ids = sql`generate_series(${from}::int, ${to}::int) as n`;
  await sql`insert into users (id, email, name, pepper) select 'u' || n, 'u' || n || '@home.test', 'Person ' || n, '' from ${ids}`;
  await sql`insert into sessions (id, user_id, expires_at) select 's' || n, ${userId}, now() + interval '1 day' from ${ids}`;
  await sql`insert into push_targets (id, user_id, kind, address, name) select 't' || n, ${userId}, 'expo', 'a' || n, 'Phone' from ${ids}`;
  await sql`insert into api_keys (id, user_id, name, secret_hash) select 'k' || n, ${userId}, 'key', '' from ${ids}`;
  await sql`insert into identities (issuer, subject, user_id) select 'https://id.test', 'i' || n, ${userId} from ${ids}`;
  await sql`insert into organizations (id, name) select 'o' || n, 'Org ' || n from ${ids}`;
  await sql`insert into organization_members (organization_id, user_id, role) select 'o' || n, ${userId}, 'member' from ${ids}`;
  await sql`
    insert into sandboxes (id, owner_id, label, flag, runtime, status, created_at)
    select 'x' || n, 'u' || n, 'Agent ' || n, 'A', 'external', 'running', now() - n * interval '1 second' from ${ids}`;
  await sql`
    insert into bot_keys (id, sandbox_id, name, secret_hash) select 'b' || n, ${sandboxId}, 'key', '' from ${ids}`;
  await sql`
    insert into deliveries (id, sandbox_id, conversation_id, context, seq, type, state)
    select 'd' || n, ${sandboxId}, (select id from conversations where sandbox_id = ${sandboxId} limit 1), 'c', n, 'message.created',
      (array['pending', 'dead'])[1 + n % 2] from ${ids}`;
  await sql`
    insert into audit_entries (actor_id, actor_name, action, subject_kind, subject_id, detail, address, request_id)
    select 'u', 'U', 'sandbox.stopped', 'sandbox', ${sandboxId}, '{}', '::1', 'r' from ${ids}`;
  await sql`
    insert into dispatches (id, kind, subject, user_id, state, due_at, ended_at)
    select 'p' || n, 'test', 'p' || n, ${userId}, 'delivered', now(), now() from ${ids}`;
  await sql`
    insert into daily_figures (day, name, count) select current_date - n, 'messages', n from ${ids} where n < 3000`;
}

async function costs(): Promise<Record<string, number>> {
  const counting = countStatements(house.app);
  const counted: AppContext = { ...counting.app, presenceOfBots: (ids) => presenceOfBots(counting.app, ids) };
  const spent: Record<string, number> = {};
  const spend = async (name: string, read: (app: AppContext) => Promise<unknown>) => {
    await read(counted);
    spent[name] = counting.take();
  };
  const { principal, sandboxId } = maya;
  await spend('admin.overview', (app) => readOverview(app));
  await spend('admin.people', (app) => listPeople(app, { show: 'all', search: 'person', limit: 50 }));
  await spend('admin.organizations', (app) => listOrganizations(app, { search: 'org', limit: 50 }));
  await spend('admin.person', (app) => readPerson(app, { userId: principal.userId, currentId: null }));
  await spend('admin.sandboxFigures', (app) => sandboxFigures(app));
  for (const sort of ['created', 'name', '-status', '-heartbeat'] as const) {
    await spend(`admin.sandboxes by ${sort}`, (app) =>
      listSandboxesForOperator(app, { show: 'all', search: 'agent', sort, limit: 50 }),
    );
  }
  await spend('admin.sandboxes in trouble', (app) =>
    listSandboxesForOperator(app, { show: 'trouble', sort: 'created', limit: 50 }),
  );
  await spend('admin.sandbox', (app) => readSandboxForOperator(app, sandboxId));
  return spent;
}

test('what a page of an operator costs is the same with ten of everything and with ten thousand', async () => {
  await fill(1, 10);
  const few = await costs();
  await fill(11, 10_000);
  expect(await costs()).toEqual(few);
  expect(few).toEqual({
    'admin.overview': 9,
    'admin.people': 1,
    'admin.organizations': 1,
    // Besides these, one each for their sessions and their keys.
    'admin.person': 5,
    'admin.sandboxFigures': 2,
    'admin.sandboxes by created': 2,
    'admin.sandboxes by name': 2,
    'admin.sandboxes by -status': 2,
    'admin.sandboxes by -heartbeat': 2,
    'admin.sandboxes in trouble': 1,
    'admin.sandbox': 6,
  });
});
