/** What a person chose to see, kept in cookies so that the server's first paint is already right. */
export interface Appearance {
  theme: 'light' | 'dark' | 'system';
  contrast: 'more' | 'normal' | undefined;
  density: 'compact' | undefined;
}

export function readAppearance(cookies: CookieReader): Appearance {
  const read = (name: string) => cookies.get(name)?.value;
  return {
    theme: oneOf(read('theme'), ['light', 'dark', 'system']) ?? 'system',
    contrast: oneOf(read('contrast'), ['more', 'normal']),
    density: oneOf(read('density'), ['compact']),
  };
}

/** The time zone that the browser last told, or UTC; a cookie is only text, so it is tried before it is trusted. */
export function readTimeZone(cookies: CookieReader): string {
  const zone = cookies.get('time_zone')?.value;
  return zone !== undefined && isTimeZone(zone) ? zone : 'UTC';
}

interface CookieReader {
  get(name: string): { value: string } | undefined;
}

function oneOf<T extends string>(value: string | undefined, allowed: readonly T[]): T | undefined {
  return allowed.find((candidate) => candidate === value);
}

function isTimeZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat('en-GB', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
