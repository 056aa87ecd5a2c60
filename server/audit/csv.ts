import type { AuditEntry } from '#lib/contract/audit.ts';

const columns: [name: string, of: (entry: AuditEntry) => string | number | null][] = [
  ['id', ({ id }) => id],
  ['at', ({ at }) => new Date(at).toISOString()],
  ['actor_id', ({ actor }) => actor.id],
  ['actor_name', ({ actor }) => actor.name],
  ['action', ({ action }) => action],
  ['subject_kind', ({ subject }) => subject.kind],
  ['subject_id', ({ subject }) => subject.id],
  ['subject_name', ({ subject }) => subject.name],
  ['organization_id', ({ organizationId }) => organizationId],
  ['reason', ({ reason }) => reason],
  ['outcome', ({ outcome }) => outcome],
  ['code', ({ code }) => code],
  ['address', ({ address }) => address],
  ['user_agent', ({ userAgent }) => userAgent],
  ['detail', ({ detail }) => JSON.stringify(detail)],
];

/** As RFC 4180 has it, with a line of names first. */
export function csvOf(entries: readonly AuditEntry[]): string {
  const lines = [columns.map(([name]) => name), ...entries.map((entry) => columns.map(([, of]) => cell(of(entry))))];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/**
 * A spreadsheet takes what begins like this for a formula and runs it, and names and reasons are what people typed: a quote
 * before it makes it text. Spaces before it don't help the spreadsheet, so they don't hide it from us.
 */
const formula = /^\s*[=+\-@]|^[\t\r]/;

function cell(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' && formula.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
