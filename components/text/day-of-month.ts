/** 22 Oct, of a day as the log counts them: in UTC, whatever the reader's zone. */
export function dayOfMonth(day: string): string {
  const date = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });
  return date.format(new Date(`${day}T00:00:00Z`));
}
