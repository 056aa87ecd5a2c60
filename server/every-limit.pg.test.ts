import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#lib/std/must.ts';
import { usualBudgets, type Budgets } from './limits.ts';
import type { Budget } from './rate-limit.ts';
import { startTestApp, type TestApp } from './testing/app.ts';
import { ask, type Answer } from './testing/ask.ts';
import { authorisation } from './testing/authorisation-table.ts';
import { documented } from './testing/documented.ts';
import { allDoors, knock, type Door } from './testing/doors.ts';
import { setScene, type Scene, type Way } from './testing/scene.ts';

type Limit = keyof Budgets;

/** Where each is spent. Providers answer with a page instead, which says the same in words. */
const spentAt: Record<Exclude<Limit, 'providerByAddress'>, readonly string[]> = {
  signInByAddress: ['signing in'],
  signInByAccount: ['accounts.delete', 'accounts.changePassword'],
  signUpByAddress: ['accounts.signUp'],
  inviteByPerson: ['invitations.create'],
  invitationByAddress: ['invitations.preview', 'invitations.accept'],
  resetByAccount: ['accounts.requestReset'],
  resetByAddress: ['accounts.requestReset'],
  sendByPerson: ['messages.send', 'POST /v1/messages'],
  sendByBot: ['POST /bot/v1/sandboxes/:sandboxId/messages'],
  appendByBot: ['POST /bot/v1/sandboxes/:sandboxId/messages/:messageId/append'],
  editByPerson: ['messages.edit', 'PATCH /v1/messages/:messageId'],
  editByBot: ['PATCH /bot/v1/sandboxes/:sandboxId/messages/:messageId'],
  reactionByMember: ['reactions.add', 'reactions.remove', 'POST /v1/messages/:messageId/reactions'],
  typingByMember: ['conversations.typing', 'POST /v1/conversations/:conversationId/typing'],
  reportByBot: ['POST /bot/v1/sandboxes/:sandboxId/bot-status'],
  uploadByMember: ['POST /v1/attachments/init', 'POST /bot/v1/sandboxes/:sandboxId/attachments/init'],
  searchByMember: ['search.messages', 'GET /v1/search'],
  ticketByPerson: ['POST /connect-ticket'],
  actByAddress: ['POST /v1/push/act'],
  agentByPerson: ['sandboxes.create', 'bots.create', 'POST /v1/sandboxes'],
  agentKeyByPerson: ['bots.createKey', 'POST /v1/sandboxes/:sandboxId/keys'],
  organizationByPerson: ['organizations.create'],
  deedByPerson: ['admin.disable', 'admin.destroySandbox', 'organizations.removeMember'],
  apiByKey: ['GET /v1/conversations', 'POST /v1/messages'],
  deviceByPerson: ['notifications.addTarget'],
  testPushByPerson: ['notifications.test'],
};

/** The limits whose buckets hold nothing now. */
const empty = new Set<Limit>();
const waitSeconds = 7;
const doors = allDoors().filter(({ kind }) => kind !== 'socket');
let house: TestApp;
let scene: Scene;

beforeAll(async () => {
  const names = Object.keys(usualBudgets) as Limit[];
  const budgets = Object.fromEntries(names.map((name) => [name, budgetOf(name)])) as Budgets;
  house = await startTestApp({ limits: budgets });
  scene = await setScene(house.app);
});
afterAll(() => house.close());

/** Read anew with each try, as what operators set is. */
function budgetOf(name: Limit): Budget {
  return {
    everyMs: waitSeconds * 1_000,
    get burst() {
      return empty.has(name) ? 0 : 1_000_000;
    },
  };
}

test.each(Object.entries(spentAt) as [Limit, readonly string[]][])(
  'who has used %s up is told 429 and when to come back, at each of its doors',
  async (limit, names) => {
    empty.add(limit);
    for (const name of names) {
      const answer = await (name === 'signing in' ? signIn() : knockAs(doorNamed(name), limit));
      expectLater(`${limit} at ${name}`, answer);
    }
    empty.delete(limit);
  },
);

test('with every limit used up no door answers 429 without a time to come back, and none with a failure', async () => {
  for (const limit of Object.keys(spentAt) as Limit[]) empty.add(limit);
  const refused: string[] = [];
  // What isn't refused is done: whatever ends the scene for the doors after it is tried above, with the limit that it has.
  for (const door of doors.filter(({ name }) => authorisation[name]?.spoils !== true)) {
    const answer = await knockAs(door, 'sendByPerson');
    expect(answer.status, `${door.name}: ${answer.text}`).toBeLessThan(500);
    if (answer.status !== 429) continue;
    refused.push(door.name);
    expectLater(door.name, answer);
  }
  empty.clear();
  process.stdout.write(`limits: ${Object.keys(spentAt).length}, refusing at ${refused.length} doors\n`);
  expect(refused.length).toBeGreaterThanOrEqual(documented('limits'));
});

function expectLater(what: string, { status, code, headers }: Answer): void {
  const told = { what, status, code, retryAfter: headers.get('retry-after') };
  expect(told).toMatchObject({ what, status: 429, code: 'rate_limited' });
  expect(Number(told.retryAfter), `at ${what}`).toBeGreaterThanOrEqual(waitSeconds);
}

function knockAs(door: Door, limit: Limit): Promise<Answer> {
  const input = authorisation[door.name]?.input?.(scene);
  return knock(house.url, door, { headers: wayTo(door, limit).headers, input });
}

/** Whoever gets furthest there. */
function wayTo({ name, access }: Door, limit: Limit): Way {
  const isOperators = name.startsWith('admin.');
  const role = access === 'bot' ? 'bot' : isOperators ? 'operator' : 'owner';
  const by = access === 'bot' ? 'bot key' : limit === 'apiByKey' ? 'key' : 'cookie';
  return must(
    scene.ways.find((way) => way.role === role && way.by === by),
    `a way of ${role} by ${by}`,
  );
}

function signIn(): Promise<Answer> {
  const headers = { origin: house.url, 'content-type': 'application/x-www-form-urlencoded' };
  return ask('POST', `${house.url}/api/auth/callback/credentials`, { headers, body: 'email=a&password=b' });
}

function doorNamed(name: string): Door {
  return must(
    doors.find((door) => door.name === name),
    `a door named ${name}`,
  );
}
