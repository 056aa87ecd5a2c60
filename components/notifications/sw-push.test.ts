import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { pushSchema, type Push, type PushPayload } from '#lib/contract/notifications.ts';

interface Shown {
  title: string;
  body?: string;
  tag?: string;
  data?: Push;
  actions?: { action: string; title: string }[];
  close(): void;
}
interface PushLogic {
  read(data: unknown): Push | null;
  receive(data: unknown): Promise<void>;
  press(notification: unknown, action: string): Promise<void>;
  hear(news: unknown): Promise<void>;
  forget(): Promise<void>;
}
interface Page {
  url: string;
  focused: boolean;
  visibilityState: 'visible' | 'hidden';
  isWilling: boolean;
  got: unknown[];
  focus(): Promise<void>;
  postMessage(message: { type: string }, ports?: MessagePort[]): void;
}

const harbor = 'harbor-01';
const rollout = '01K8000000000000000000000A';
const invoices = '01K8000000000000000000000B';
const dispatch = '01K8000000000000000000000C';

/** What a browser gives a worker, as far as pushes go. */
class Browser {
  shown: Shown[] = [];
  pages: Page[] = [];
  opened: string[] = [];
  focused: string[] = [];
  badge: number | null = null;
  asked: { path: string; body: unknown }[] = [];
  answer: () => Response | Promise<Response> = () => Response.json({ happened: 'decided', value: 'deny', by: null });
  userAgent = 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
  readonly #kept = new Map<string, string>();
  readonly push: PushLogic;

  constructor() {
    const self: { clawPush?: (worker: unknown) => PushLogic } = {};
    const given = { self, Response, MessageChannel, URL, setTimeout, clearTimeout, JSON };
    runInNewContext(readFileSync('public/sw-push.js', 'utf8'), given);
    if (self.clawPush === undefined) throw new Error('the script has changed its name');
    this.push = self.clawPush(this.#worker());
  }

  page(path: string, { focused = false, isWilling = true } = {}): Page {
    const { focused: order } = this;
    const page: Page = {
      url: `https://chat.test${path}`,
      focused,
      visibilityState: focused ? 'visible' : 'hidden',
      isWilling,
      got: [],
      focus: async () => void order.push(path),
      postMessage(message, ports = []) {
        if (message.type !== 'are-you-there') this.got.push(message);
        else if (this.isWilling) ports[0]?.postMessage(true);
      },
    };
    this.pages.push(page);
    return page;
  }

  #worker() {
    const cache = {
      match: async (name: string) => (this.#kept.has(name) ? new Response(this.#kept.get(name)) : undefined),
      put: async (name: string, response: Response) => void this.#kept.set(name, await response.text()),
    };
    const userAgent = () => this.userAgent;
    return {
      caches: { open: async () => cache },
      clients: {
        matchAll: async () => this.pages,
        openWindow: async (address: string) => void this.opened.push(address),
      },
      navigator: {
        get userAgent() {
          return userAgent();
        },
        setAppBadge: async (count: number) => void (this.badge = count),
        clearAppBadge: async () => void (this.badge = 0),
      },
      registration: {
        getNotifications: async () => this.shown,
        showNotification: async (title: string, options: Omit<Shown, 'title' | 'close'>) => {
          this.shown = this.shown.filter(({ tag }) => tag !== options.tag);
          const one: Shown = { title, ...options, close: () => (this.shown = this.shown.filter((it) => it !== one)) };
          this.shown.push(one);
        },
      },
      fetch: async (path: string, { body }: { body: string }) => {
        this.asked.push({ path, body: JSON.parse(body) as unknown });
        return this.answer();
      },
    };
  }
}

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});

let pushes = 0;
const messageIn = (conversationId: string): PushPayload => ({
  type: 'chat.message',
  sandboxId: harbor,
  conversationId,
  messageId: dispatch,
});
const tokens = { 'allow-once': 'a'.repeat(30), deny: 'd'.repeat(30) };
const question = (...values: (keyof typeof tokens)[]): PushPayload => ({
  type: 'approval',
  sandboxId: harbor,
  conversationId: rollout,
  messageId: dispatch,
  groupId: 'q',
  actions: values.map((value) => ({ value, token: tokens[value] })),
});

function pushOf(data: PushPayload, fields: Partial<Push> = {}): Push {
  const id = `01K80000000000000000000${String(++pushes).padStart(3, '0')}`;
  return { id, title: 'Harbor · Rollout', body: 'You have a new message', tag: 'rollout', badge: 3, data, ...fields };
}

const receive = (push: unknown) => browser.push.receive({ json: () => push });
const press = (action = '') => browser.push.press(browser.shown[0], action);

test('what the worker takes for a push is what the contract does', () => {
  const valid = [messageIn(rollout), question('deny'), question('allow-once', 'deny'), question()];
  const others: PushPayload[] = [{ type: 'instance-lifecycle', event: 'ready', sandboxId: harbor }, { type: 'test' }];
  const all = [...valid, ...others].map((data) => pushOf(data));
  for (const push of all) expect(browser.push.read({ json: () => push })).toEqual(push);
  const junk = fc.oneof(
    fc.constantFrom(undefined, null, '', 0, -1, 1.5, [], {}, 'x'.repeat(2_000), 'approval'),
    fc.jsonValue(),
  );
  const paths = ['id', 'title', 'body', 'tag', 'badge', 'data', 'data.type', 'data.sandboxId', 'data.conversationId'];
  const more = [
    'data.messageId',
    'data.groupId',
    'data.actions',
    'data.event',
    'data.actions.0',
    'data.actions.0.value',
  ];
  let taken = 0;
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.constantFrom(...paths, ...more), junk, (push, path, value) => {
      const spoilt: unknown = spoil(push, path.split('.'), value);
      const isTaken = browser.push.read({ json: () => spoilt }) !== null;
      taken += Number(isTaken);
      expect(isTaken).toBe(pushSchema.safeParse(spoilt).success);
    }),
    { numRuns: 2_000, seed: 22 },
  );
  expect(taken).toBeGreaterThan(50);
});

function spoil(whole: unknown, [name = '', ...rest]: string[], value: unknown): unknown {
  if (typeof whole !== 'object' || whole === null || !(name in whole)) return whole;
  const copy = structuredClone(whole) as Record<string, unknown>;
  copy[name] = rest.length === 0 ? value : spoil(copy[name], rest, value);
  return copy;
}

test('what isn’t a push is ignored, except where a browser would take that amiss', async () => {
  const broken = { json: () => JSON.parse('{') as unknown };
  for (const data of [null, broken, { json: () => ({ type: 'future' }) }]) await browser.push.receive(data);
  expect(browser.shown).toEqual([]);
  browser.userAgent = 'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15';
  await receive({ type: 'future' });
  expect(browser.shown).toMatchObject([{ title: 'Claw Chat', body: 'There is something new.' }]);
});

test('a newer push of a conversation takes the place of the older, and the icon has its number', async () => {
  await receive(pushOf(messageIn(rollout), { body: 'first', badge: 1 }));
  await receive(pushOf(messageIn(rollout), { body: 'second', badge: 2 }));
  await receive(pushOf(messageIn(invoices), { body: 'other', tag: 'invoices', badge: 0 }));
  expect(browser.shown.map(({ body }) => body)).toEqual(['second', 'other']);
  expect(browser.badge).toBe(0);
});

test('the same push again shows nothing new, even when it was put away', async () => {
  const push = pushOf(messageIn(rollout));
  await receive(push);
  browser.shown[0]?.close();
  await receive(push);
  expect(browser.shown).toEqual([]);
});

test('nothing is shown of a conversation that somebody looks at, and of any other it is', async () => {
  browser.page(`/claw/chat/${rollout}`, { focused: true });
  await receive(pushOf(messageIn(rollout)));
  expect(browser.shown).toEqual([]);
  await receive(pushOf(messageIn(invoices)));
  expect(browser.shown).toHaveLength(1);
});

test('a press goes to the tab that shows it; else to one that goes there by itself; else to a new one', async () => {
  const sleeper = browser.page('/claw/chat', { isWilling: false });
  await receive(pushOf(messageIn(rollout)));
  await press();
  expect(browser.opened).toEqual([`/chat/${harbor}/${rollout}?via=push`]);
  const other = browser.page(`/claw/chat/${invoices}`);
  await receive(pushOf(messageIn(rollout)));
  await press();
  expect(other.got).toEqual([{ type: 'go', address: `/chat/${harbor}/${rollout}?via=push`, conversationId: rollout }]);
  browser.page(`/organizations/o/claw/chat/${rollout}`);
  await receive(pushOf(messageIn(rollout)));
  await press();
  expect(browser.focused).toEqual([`/claw/chat/${invoices}`, `/organizations/o/claw/chat/${rollout}`]);
  expect([browser.opened.length, sleeper.got, browser.shown]).toEqual([1, [], []]);
});

test('what tells of an agent leads to it, and a test to the chat', async () => {
  await receive(pushOf({ type: 'instance-lifecycle', event: 'stopped', sandboxId: harbor }));
  await press();
  await receive(pushOf({ type: 'test' }));
  await press();
  expect(browser.opened).toEqual([`/chat/${harbor}?via=push`, '/claw/chat']);
});

test('a question offers what it brought a word for, and always a way to open it', async () => {
  const offered = async (...values: (keyof typeof tokens)[]) => {
    await receive(pushOf(question(...values)));
    return browser.shown[0]?.actions?.map(({ title }) => title);
  };
  expect(await offered()).toEqual(['Open']);
  expect(await offered('deny')).toEqual(['Open', 'Deny']);
  expect(await offered('deny', 'allow-once')).toEqual(['Allow once', 'Deny']);
});

test('an answer is given with its word, without a page', async () => {
  await receive(pushOf(question('deny', 'allow-once')));
  await press('allow-once');
  expect(browser.asked).toEqual([{ path: '/v1/push/act', body: { token: tokens['allow-once'] } }]);
  expect([browser.shown, browser.opened]).toEqual([[], []]);
});

test.each([
  ['refused', () => new Response(null, { status: 404 }), 'Not decided. Open it to decide.', 1],
  ['without a network', () => Promise.reject(new Error('offline')), 'Not decided. Open it to decide.', 1],
  ['late', () => Response.json({ happened: 'expired', value: 'deny', by: null }), 'Expired. Nothing was run.', 0],
  [
    'second',
    () => Response.json({ happened: 'was_decided', value: 'allow-once', by: 'Mira' }),
    'Allowed by Mira before you.',
    0,
  ],
] as const)(
  'an answer that is %s says so, and opens the card while it may still be decided',
  async (_, answer, body, opened) => {
    browser.answer = answer;
    await receive(pushOf(question('deny')));
    await press('deny');
    expect(browser.shown).toMatchObject([{ body, actions: [], tag: 'rollout' }]);
    expect(browser.opened).toHaveLength(opened);
  },
);

test('what was read, decided or left by signing out is put away, and nothing else is', async () => {
  const all = async () => {
    await receive(pushOf(messageIn(rollout), { tag: 'a' }));
    await receive(pushOf(messageIn(invoices), { tag: 'b' }));
    await receive(pushOf(question('deny'), { tag: 'c' }));
  };
  const tags = () => browser.shown.map(({ tag }) => tag);
  const waiting = [{ messageId: dispatch, groupId: 'q' }];
  const hear = (standing: object) =>
    browser.push.hear({ type: 'standings', standings: [{ conversationId: rollout, ...standing }] });
  await all();
  await hear({ isUnread: false, waiting });
  expect(tags()).toEqual(['b', 'c']);
  await hear({ isUnread: true, waiting: [] });
  expect(tags()).toEqual(['b']);
  await all();
  const ended = (one: object) => browser.push.hear({ type: 'ended', ended: [{ conversationId: rollout, ...one }] });
  await ended({ isRead: false, decided: [] });
  expect(tags()).toEqual(['a', 'b', 'c']);
  await ended({ isRead: true, decided: [] });
  expect(tags()).toEqual(['b', 'c']);
  await ended({ isRead: false, decided: waiting });
  expect(tags()).toEqual(['b']);
  for (const odd of [null, 'standings', { type: 'skip' }]) await browser.push.hear(odd);
  expect(tags()).toEqual(['b']);
  await browser.push.hear({ type: 'signed-out' });
  expect(tags()).toEqual([]);
});

test('a subscription that the browser threw away is told to the pages', async () => {
  const page = browser.page('/claw/chat');
  await browser.push.forget();
  expect(page.got).toEqual([{ type: 'subscription-changed' }]);
});
