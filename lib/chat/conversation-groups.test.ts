import { describe, expect, it } from 'vitest';
import type { Groupable } from './conversation-groups.ts';
import { groupConversations } from './conversation-groups.ts';

interface Row extends Groupable {
  name: string;
}
const row = (name: string, iso: string, rest: Partial<Row> = {}): Row => ({
  name,
  lastActivityAt: Date.parse(iso),
  pinned: false,
  waiting: [],
  ...rest,
});
const at = (iso: string) => row(iso, iso);
const now = Date.parse('2026-11-20T13:00:00Z');
const groupsOf = (rows: Row[], mayDecide: (row: Row) => boolean = () => true) =>
  groupConversations(rows, { now, timeZone: 'UTC', mayDecide }).map((group) => [
    group.name,
    ...group.rows.map(({ name }) => name),
  ]);
const names = (isos: string[], timeZone = 'UTC') =>
  groupConversations(isos.map(at), { now, timeZone, mayDecide: () => true }).map((group) => [
    group.name,
    group.rows.length,
  ]);

describe('groupConversations', () => {
  it('names today, yesterday, the six days before and the rest, and leaves empty groups out', () => {
    const isos = ['2026-11-20T00:00:00Z', '2026-11-19T23:59:00Z', '2026-11-14T08:00:00Z', '2026-11-13T08:00:00Z'];
    expect(names(isos)).toEqual([
      ['today', 1],
      ['yesterday', 1],
      ['week', 1],
      ['older', 1],
    ]);
    expect(names(['2026-11-20T01:00:00Z'])).toEqual([['today', 1]]);
  });

  it("goes by the reader's own midnight", () => {
    expect(names(['2026-11-19T23:30:00Z'], 'Europe/Berlin')).toEqual([['today', 1]]);
    expect(names(['2026-11-20T04:30:00Z'], 'America/New_York')).toEqual([['yesterday', 1]]);
  });

  it('counts calendar days across a change of clocks', () => {
    const afterChange = Date.parse('2026-10-26T00:30:00+01:00');
    const rows = [at('2026-10-25T00:30:00+02:00')];
    const setting = { now: afterChange, timeZone: 'Europe/Berlin', mayDecide: () => true };
    expect(groupConversations(rows, setting)[0]?.name).toBe('yesterday');
  });

  it('takes what seems to lie in the future as today', () => {
    expect(names(['2026-11-21T02:00:00Z'])).toEqual([['today', 1]]);
  });

  it('puts what waits for the reader first, by when it expires, and what is pinned above today', () => {
    const waiting = (...ends: (number | null)[]) => ({ waiting: ends.map((expiresAt) => ({ expiresAt })) });
    const rows = [
      row('invoices', '2026-11-20T12:00:00Z', waiting(null)),
      row('release', '2026-11-20T11:00:00Z'),
      row('shop', '2026-11-20T10:00:00Z', { ...waiting(null, now + 1_000), pinned: true }),
      row('guide', '2026-11-13T08:00:00Z', { pinned: true }),
      row('backup', '2026-11-12T08:00:00Z', waiting(now + 9_000)),
    ];
    expect(groupsOf(rows)).toEqual([
      ['waiting', 'shop', 'backup', 'invoices'],
      ['pinned', 'guide'],
      ['today', 'release'],
    ]);
  });

  it('leaves what somebody else has to decide where it was', () => {
    const rows = [row('invoices', '2026-11-20T12:00:00Z', { waiting: [{ expiresAt: null }] })];
    expect(groupsOf(rows, () => false)).toEqual([['today', 'invoices']]);
  });
});
