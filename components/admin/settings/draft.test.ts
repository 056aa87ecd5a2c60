import { expect, test } from 'vitest';
import type { AdminSettings } from '#lib/contract/admin/settings.ts';
import { badNumbers, isTouched, putBack, shown, toSave, type, untouched } from './draft.ts';

const usual = {
  signUp: 'closed',
  outboundAllowedHosts: ['nas.home.arpa'],
  limits: { messagesPerMinute: 60, filesPerMinute: 30, agentsPerHour: 10 },
  eventDays: 30,
  auditDays: 365,
  banner: null,
} as const satisfies object;

function knownWith(set: AdminSettings['set']): AdminSettings {
  const otherwise = { ...usual, outboundAllowedHosts: [...usual.outboundAllowedHosts] };
  const settings = { ...otherwise, ...set } as AdminSettings['settings'];
  return { version: 1, set, settings, otherwise, fromEnvironment: [], lastChange: null };
}

test('what was typed is set, and what was not stays as it is set', () => {
  const known = knownWith({ auditDays: 400 });
  const draft = type(known, untouched, { eventDays: '7' });
  expect(toSave(known, draft)).toEqual({ auditDays: 400, eventDays: 7 });
});

test('what somebody else has set meanwhile is theirs, unless the same was typed here', () => {
  const draft = type(knownWith({}), type(knownWith({}), untouched, { eventDays: '7' }), { signUp: 'open' });
  const theirs = knownWith({ eventDays: 9, auditDays: 400 });
  expect(shown(theirs, draft)).toMatchObject({ eventDays: '7', auditDays: '400', signUp: 'open' });
  expect(toSave(theirs, draft)).toEqual({ eventDays: 7, auditDays: 400, signUp: 'open' });
});

test('typed back to what it was, nothing was changed', () => {
  const known = knownWith({});
  const draft = type(known, type(known, untouched, { eventDays: '7' }), { eventDays: '30' });
  expect(isTouched(draft, 'eventDays')).toBe(false);
});

test('put back, it is no longer set, and shows what the environment has', () => {
  const known = knownWith({ eventDays: 7, outboundAllowedHosts: [] });
  const draft = putBack(type(known, untouched, { hosts: 'a.test' }), 'outboundAllowedHosts');
  expect(shown(known, draft).hosts).toBe('nas.home.arpa');
  expect(toSave(known, draft)).toEqual({ eventDays: 7 });
  const again = type(known, draft, { hosts: 'b.test, c.test\n' });
  expect(toSave(known, again)).toEqual({ eventDays: 7, outboundAllowedHosts: ['b.test', 'c.test'] });
});

test('an empty banner is none', () => {
  const known = knownWith({ banner: { text: 'Hello', tone: 'note' } });
  expect(toSave(known, type(known, untouched, { bannerText: ' ' }))).toEqual({ banner: null });
});

test.each(['', '0', '-1', '1.5', '3651', '7 days'])('%j is no number of days', (eventDays) => {
  const known = knownWith({});
  expect(badNumbers(shown(known, type(known, untouched, { eventDays })))).toEqual(['eventDays']);
});
