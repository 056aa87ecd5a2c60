import { describe, expect, it } from 'vitest';
import { groupConversations } from './conversation-groups.ts';

const at = (iso: string) => ({ lastActivityAt: Date.parse(iso) });
const now = Date.parse('2026-11-20T13:00:00Z');
const names = (isos: string[], zone = 'UTC') =>
  groupConversations(isos.map(at), now, zone).map((group) => [group.name, group.rows.length]);

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
    expect(groupConversations(rows, afterChange, 'Europe/Berlin')[0]?.name).toBe('yesterday');
  });

  it('takes what seems to lie in the future as today', () => {
    expect(names(['2026-11-21T02:00:00Z'])).toEqual([['today', 1]]);
  });
});
