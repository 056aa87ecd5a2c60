import { expect, test } from 'vitest';
import { backOf, invitationOf } from './back.ts';

const host = 'chat.example.org';

test.each([
  [{ back: '/settings/profile' }, '/settings/profile'],
  [{ callbackUrl: `https://${host}/invitation/x?y=1` }, '/invitation/x?y=1'],
  [{ callbackUrl: `https://${host}` }, '/claw/chat'],
  [{ callbackUrl: 'https://elsewhere.example/claw' }, '/claw/chat'],
  [{ callbackUrl: 'no address' }, '/claw/chat'],
  [{ callbackUrl: `https://${host}//elsewhere.example` }, '/claw/chat'],
  [{ back: '//elsewhere.example' }, '/claw/chat'],
  [{ back: '/\\elsewhere.example' }, '/claw/chat'],
  [{ back: 'https://elsewhere.example' }, '/claw/chat'],
  [{ back: 'javascript:alert(1)' }, '/claw/chat'],
  [{ back: ['/one', '/two'] }, '/claw/chat'],
  [{}, '/claw/chat'],
])('%o leads to %s', (asked, path) => {
  expect(backOf(asked, host)).toBe(path);
});

test('an invitation is known by its page’s path, and by nothing else', () => {
  const token = 'A'.repeat(43);
  expect(invitationOf(`/invitation/${token}`)).toBe(token);
  for (const path of ['/invitation/short', `/invitation/${token}/x`, `/reset/${token}`, '/claw/chat']) {
    expect(invitationOf(path)).toBeUndefined();
  }
});
