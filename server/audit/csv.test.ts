import { expect, test } from 'vitest';
import type { AuditEntry } from '#lib/contract/audit.ts';
import { csvOf } from './csv.ts';

const entry: AuditEntry = {
  id: 7,
  at: 0,
  actor: { id: 'maya', name: 'Maya' },
  action: 'person.disabled',
  subject: { kind: 'person', id: 'jonas', name: 'Jonas' },
  organizationId: null,
  reason: 'left',
  detail: { userId: 'jonas' },
  address: '127.0.0.1',
  userAgent: null,
  outcome: 'done',
  code: null,
};

function cellsOf(reason: string): string {
  return csvOf([{ ...entry, reason }]).slice(csvOf([]).length);
}

test('a line per entry after a line of names', () => {
  const [names, line, end] = csvOf([entry]).split('\r\n');
  expect(names).toBe(
    'id,at,actor_id,actor_name,action,subject_kind,subject_id,subject_name,organization_id,reason,outcome,code,address,user_agent,detail',
  );
  expect(line).toBe(
    '7,1970-01-01T00:00:00.000Z,maya,Maya,person.disabled,person,jonas,Jonas,,left,done,,127.0.0.1,,"{""userId"":""jonas""}"',
  );
  expect(end).toBe('');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', ' =1', '=HYPERLINK("http://evil.test")'])(
  'what a spreadsheet would run as a formula is text: %j',
  (reason) => {
    const quoted = `'${reason}`.replaceAll('"', '""');
    expect(cellsOf(reason)).toMatch(new RegExp(`,"?'${escaped(reason[0] ?? '')}`));
    expect(cellsOf(reason)).toContain(quoted);
  },
);

test('commas, quotes and line breaks stay inside their cell', () => {
  expect(cellsOf('a, "b"\nc')).toContain(',"a, ""b""\nc",');
});

function escaped(char: string): string {
  return char.replace(/[+@\-=]/, '\\$&');
}
