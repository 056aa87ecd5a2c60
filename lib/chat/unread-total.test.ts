import { expect, it } from 'vitest';
import { unreadMax } from '../contract/limits.ts';
import { titleWith, unreadTotal } from './unread-total.ts';

const known = '01K8000000000000000000000A';
const muted = '01K8000000000000000000000B';
const further = '01K8000000000000000000000C';
const furthest = '01K8000000000000000000000D';
const row = (conversationId: string, unreadCount: number, isMuted = false) => ({
  conversationId,
  unreadCount,
  muted: isMuted,
});
const counted = (conversationId: string, count: number, isMuted = false) => ({
  conversationId,
  count,
  muted: isMuted,
  head: 9,
  lastReadSeq: 0,
});
const isKnown = (id: string) => id === known || id === muted;

it('adds what the rows count and what the server counted of the conversations that have none', () => {
  const conversations = [counted(known, 5), counted(muted, 3), counted(further, 4), counted(furthest, 8, true)];
  expect(unreadTotal([row(known, 2), row(muted, 7, true)], { conversations }, isKnown)).toBe(6);
});

it('counts nothing of a conversation that is known to have ended', () => {
  expect(unreadTotal([], { conversations: [counted(known, 5)] }, isKnown)).toBe(0);
});

it('ends where the server’s counting does', () => {
  expect(unreadTotal([row(known, 3)], { conversations: [counted(further, unreadMax)] }, isKnown)).toBe(unreadMax);
});

it('stands before a title, and not when there is nothing', () => {
  expect([0, 3, 999, unreadMax].map((total) => titleWith(total, '(1) first · Claw Chat'))).toEqual([
    '(1) first · Claw Chat',
    '(3) (1) first · Claw Chat',
    '(999) (1) first · Claw Chat',
    '(999+) (1) first · Claw Chat',
  ]);
});
