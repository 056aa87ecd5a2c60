import { expect, it } from 'vitest';
import type { ConversationItem } from '../contract/chat.ts';
import type { Sandbox } from '../contract/sandboxes.ts';
import { whatHappened } from './what-happened.ts';

const row = (conversationId: string, fields: Partial<ConversationItem> = {}) =>
  ({ conversationId, sandboxId: 'mine', unreadCount: 0, muted: false, waiting: [], ...fields }) as ConversationItem;
const question = (expiresAt: number | null) => ({ messageId: 'm', groupId: 'g', expiresAt, isCommand: true });
const agent = (sandboxId: string, fields: Partial<Sandbox> = {}) =>
  ({ sandboxId, status: 'running', statusReason: null, mayDecide: true, ...fields }) as Sandbox;

it('names what waits for the reader, what expires first at the front, and once', () => {
  const rows = [
    row('never', { waiting: [question(null)], unreadCount: 4 }),
    row('soon', { waiting: [question(9)] }),
    row('not hers', { waiting: [question(1)], sandboxId: 'foreign' }),
  ];
  const { waiting, unread } = whatHappened(rows, [agent('mine'), agent('foreign', { mayDecide: false })]);
  expect(waiting.map((one) => one.conversationId)).toEqual(['soon', 'never']);
  expect(unread).toEqual([]);
});

it('names what is unread and not muted, and agents that stopped or didn’t start', () => {
  const rows = [row('new', { unreadCount: 2 }), row('muted', { unreadCount: 5, muted: true }), row('read')];
  const agents = [agent('mine'), agent('stopped', { status: 'stopped' })];
  const happened = whatHappened(rows, agents);
  expect(happened.unread.map((one) => one.conversationId)).toEqual(['new']);
  expect(happened.agents.map(({ sandboxId }) => sandboxId)).toEqual(['stopped']);
});
