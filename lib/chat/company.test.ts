import { expect, test } from 'vitest';
import type { WireEvent } from '#lib/contract/events.ts';
import { alone, Company } from './company.ts';

const context = '/kiloclaw/harbor-01/01ARZ3NDEKTSV4RRFFQ69G5FAV';
const presence = (memberIds: string[], count = memberIds.length): WireEvent => ({
  context,
  event: 'presence.changed',
  payload: { memberIds, count },
});
const ping = (memberId: string): WireEvent => ({ context, event: 'typing', payload: { memberId } });

/** Has room for one timer: there must never be two. */
class TestClock {
  ms = 0;
  timer: { time: number; run: () => void } | null = null;
  now = () => this.ms;
  at = (time: number, run: () => void) => {
    if (this.timer !== null) throw new Error('a second timer');
    this.timer = { time, run };
    return () => {
      this.timer = null;
    };
  };
  advance(ms: number): void {
    this.ms += ms;
    const { timer } = this;
    if (timer === null || timer.time > this.ms) return;
    this.timer = null;
    timer.run();
  }
}

function open() {
  const clock = new TestClock();
  const company = new Company('maya', clock);
  const shown: string[] = [];
  company.subscribe(() => shown.push([...company.state.here, '/', ...company.state.writing].join(' ')));
  return { clock, company, shown };
}

test('Maya sees Jonas come and go, and never herself', () => {
  const { company, shown } = open();
  company.hear(presence(['jonas', 'maya']));
  company.hear(presence(['maya']));
  expect(shown).toEqual(['jonas /', '/']);
});

test('of a crowd the unnamed are counted, without Maya', () => {
  const { company } = open();
  company.hear(presence(['jonas', 'maya'], 60));
  expect(company.state.unnamed).toBe(58);
  company.hear(presence(['jonas', 'priya'], 60));
  expect(company.state.unnamed).toBe(57);
});

test('Jonas writes, pings again, and falls silent: two changes are shown, and no timer is left', () => {
  const { clock, company, shown } = open();
  company.hear(ping('jonas'));
  clock.advance(3_000);
  company.hear(ping('jonas'));
  clock.advance(4_999);
  expect(shown).toEqual(['/ jonas']);
  clock.advance(1);
  expect(shown).toEqual(['/ jonas', '/']);
  expect(clock.timer).toBeNull();
});

test('a timer that fires too early ends nothing and is set again', () => {
  const { clock, company } = open();
  company.hear(ping('jonas'));
  const early = clock.timer?.run;
  clock.timer = null;
  early?.();
  expect(company.state.writing).toEqual(['jonas']);
  clock.advance(5_000);
  expect(company.state.writing).toEqual([]);
});

test('without a connection nothing of it is known, and nothing runs on', () => {
  const { clock, company } = open();
  company.hear(presence(['jonas', 'maya']));
  company.hear(ping('jonas'));
  company.forget();
  expect(company.state).toEqual(alone);
  expect(clock.timer).toBeNull();
});
