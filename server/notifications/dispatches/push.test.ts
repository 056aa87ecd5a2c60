import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ulid } from 'ulid';
import { pushSchema } from '#lib/contract/notifications.ts';
import { decidableOf, pushOf } from './push.ts';
import type { Facts } from './facts.ts';

const ids = { id: ulid(), conversationId: ulid(), messageId: ulid() };
const usual: Facts = {
  ...ids,
  kind: 'message',
  userId: 'maya',
  sandboxId: 'harbor',
  groupId: null,
  detail: null,
  dueAt: new Date(),
  label: 'Harbor',
  title: 'Rollout',
  stands: true,
  muted: false,
  isRead: false,
  isOld: false,
  wanted: true,
  preview: 'title',
  quiet: null,
  timeZone: 'UTC',
  beginning: 'It is done.\n\nAll of it.',
  asked: null,
  expiresAt: null,
  deviceIds: [],
};
const all = ['allow-once', 'allow-always', 'deny'] as const;
const command = 'rm -rf /srv/old && make deploy';

function question(
  fields: Partial<Facts> = {},
  request: object = { title: 'Run a command', command, where: 'harbor-1' },
) {
  const asked = { offered: all.map((value) => ({ value })), snapshot: { block: { request } } } as Facts['asked'];
  return { ...usual, kind: 'approval' as const, groupId: 'run', asked, ...fields };
}

const pushed = (facts: Facts) => pushOf(facts, { badge: 3, actions: [] });
const shown = (facts: Facts) => [pushed(facts).title, pushed(facts).body];

test('a message says that there is one; where; or also what, by how much its reader wants to be said', () => {
  expect(shown({ ...usual, preview: 'none' })).toEqual(['Claw Chat', 'You have a new message']);
  expect(shown(usual)).toEqual(['Harbor · Rollout', 'You have a new message']);
  expect(shown({ ...usual, preview: 'full' })).toEqual(['Harbor · Rollout', 'It is done. All of it.']);
  expect(shown({ ...usual, preview: 'full', title: null, beginning: null })).toEqual([
    'Harbor · Untitled',
    'You have a new message',
  ]);
  expect(pushed({ ...usual, preview: 'full', beginning: 'word '.repeat(80) }).body).toHaveLength(200);
});

test('what would be run is said only at the level that says everything, and there all of it', () => {
  for (const preview of ['none', 'title'] as const) {
    const text = JSON.stringify(pushed(question({ preview })));
    for (const part of [command, 'Run a command', 'harbor-1']) expect(text).not.toContain(part);
    expect(pushed(question({ preview })).body).toBe('An agent asks for a decision');
  }
  expect(pushed(question({ preview: 'full' })).body).toBe(`Run a command\n${command}\nharbor-1`);
});

test('no can be said from any notification, and yes only where the whole question stands', () => {
  const full = { preview: 'full' } as const;
  expect(decidableOf(question())).toEqual(['deny']);
  expect(decidableOf(question(full))).toEqual(['allow-once', 'deny']);
  expect(decidableOf(question(full, { title: 'Run', command: 'x'.repeat(1_500) }))).toEqual(['deny']);
  // Looks shorter than it is, or reads otherwise.
  for (const sign of ['\u202E', '\u200B', '\u0007']) {
    expect(decidableOf(question(full, { title: 'Run', command: `ls ${sign}/tmp` }))).toEqual(['deny']);
  }
  // 1,000 characters, and more bytes than fit.
  expect(decidableOf(question(full, { title: 'Run', command: '\\"'.repeat(490) + '港'.repeat(10) }))).toEqual([
    'allow-once',
    'deny',
  ]);
  expect(decidableOf(question(full, { title: 'Run', command: '港'.repeat(990) + '🚢' }))).toEqual([
    'allow-once',
    'deny',
  ]);
  expect(
    decidableOf(
      question(
        { ...full, title: '港'.repeat(200), label: '港'.repeat(40) },
        { title: 'Run', command: '港'.repeat(990) },
      ),
    ),
  ).toEqual(['deny']);
  const asked = { offered: [{ value: 'allow-once' as const }], snapshot: {} };
  expect(decidableOf(question({ ...full, asked }))).toEqual([]);
  expect(decidableOf(usual)).toEqual([]);
});

test('whatever is said, it is a push that devices take, and fits where it is sent', () => {
  const text = fc.string({ unit: 'binary', maxLength: 1_500 });
  fc.assert(
    fc.property(
      text,
      text,
      text,
      fc.constantFrom('none', 'title', 'full'),
      fc.boolean(),
      (label, title, words, preview, isQuestion) => {
        const fields = { label, title, preview, beginning: words } as const;
        const facts = isQuestion ? question(fields, { title: 'Run', command: words }) : { ...usual, ...fields };
        const actions = decidableOf(facts).map((value) => ({ value, token: 'x'.repeat(43) }));
        const push = pushOf(facts, { badge: 1_000, actions });
        expect(pushSchema.parse(push)).toEqual(push);
        expect(Buffer.byteLength(JSON.stringify(push))).toBeLessThanOrEqual(3_900);
        const mayAllow = actions.some(({ value }) => value === 'allow-once');
        expect(mayAllow && !push.body.includes(words)).toBe(false);
      },
    ),
    { numRuns: 300, seed: 22 },
  );
});

test('a conversation’s newest takes the place of the one before; each question stands by itself', () => {
  expect(pushed(usual).tag).toBe(pushed({ ...usual, messageId: ulid() }).tag);
  const questions = [question(), question({ groupId: 'other' }), question({ messageId: ulid() })];
  expect(new Set([usual, ...questions].map((facts) => pushed(facts).tag)).size).toBe(4);
});
