import { describe, expect, it } from 'vitest';
import { chatAddressOf, conversationPath, messagePath, organizationOf, rootOf } from './addresses.ts';

describe('chatAddressOf', () => {
  it('reads the chat of a person and that of an organization, with a conversation or without', () => {
    expect(chatAddressOf('/claw/chat')).toEqual({ root: '/claw/chat', conversationId: null });
    expect(chatAddressOf('/claw/chat/01A')).toEqual({ root: '/claw/chat', conversationId: '01A' });
    expect(chatAddressOf('/organizations/o1/claw/chat/01A')).toEqual({
      root: '/organizations/o1/claw/chat',
      conversationId: '01A',
    });
  });

  it('takes every other page for one of the person’s own, with nothing open', () => {
    expect(chatAddressOf('/settings/profile')).toEqual({ root: '/claw/chat', conversationId: null });
    expect(chatAddressOf('/claw/chat/01A/more')).toEqual({ root: '/claw/chat', conversationId: null });
  });

  it('leaves what can’t be decoded as it is, which is then unknown', () => {
    expect(chatAddressOf('/claw/chat/%E0%A4').conversationId).toBe('%E0%A4');
  });
});

it('leads to an organization’s chat and back to its name, whatever stands in it', () => {
  const root = rootOf('north light/1');
  expect(root).toBe('/organizations/north%20light%2F1/claw/chat');
  expect(organizationOf(root)).toBe('north light/1');
  expect(organizationOf(rootOf(null))).toBeNull();
  expect(chatAddressOf(conversationPath('01A', root))).toEqual({ root, conversationId: '01A' });
  expect(messagePath('01A', '01B')).toBe('/claw/chat/01A?message=01B');
});
