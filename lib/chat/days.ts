/** Calendar days as a reader's time zone has them; the zone is an argument, so that server and browser agree. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** The days of the quarters of an hour that were asked for: no zone's day begins within one, and a log asks a lot. */
const days = new Map<string, string>();
const quarterMs = 15 * 60_000;

/** The day's name as YYYY-MM-DD: equal for the same day, and its order is time's order. */
export function dayOf(at: number, timeZone: string): string {
  const key = `${Math.floor(at / quarterMs)} ${timeZone}`;
  const known = days.get(key);
  if (known !== undefined) return known;
  const day = formatterOf(timeZone).format(at);
  days.set(key, day);
  return day;
}

/** Whole days between two moments' days: 0 is the same day, 1 the day before. */
export function daysBetween(earlier: number, later: number, timeZone: string): number {
  const day = (at: number) => Date.parse(`${dayOf(at, timeZone)}T00:00:00Z`);
  return Math.round((day(later) - day(earlier)) / 86_400_000);
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formatters.set(timeZone, made);
  return made;
}
