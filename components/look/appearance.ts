/** What a person chose to see, kept in cookies so that the server's first paint is already right. */
export interface Appearance {
  theme: 'light' | 'dark' | 'system';
  contrast: 'more' | 'normal' | undefined;
  density: 'compact' | undefined;
}

export function readAppearance(cookies: CookieReader): Appearance {
  const read = (name: string) => cookies.get(name)?.value;
  return appearanceOf(read('theme'), read('contrast'), read('density'));
}

/** What the page shows now: its root carries the choices as the server wrote them, or as they were changed since. */
export function shownAppearance({ dataset }: HTMLElement): Appearance {
  return appearanceOf(dataset['themeSetting'], dataset['contrast'], dataset['density']);
}

/** At once on this page, and in the cookies for the next. What "system" means is resolved where it was before the paint. */
export function chooseAppearance(root: HTMLElement, chosen: Appearance): void {
  const { theme, contrast, density } = chosen;
  write(root, { themeSetting: theme, theme: theme === 'dark' ? 'dark' : 'light', contrast, density });
  keep('theme', theme);
  keep('contrast', contrast);
  keep('density', density);
}

/** The time zone that the browser last told, or UTC; a cookie is only text, so it is tried before it is trusted. */
export function readTimeZone(cookies: CookieReader): string {
  const zone = cookies.get('time_zone')?.value;
  return zone !== undefined && isTimeZone(zone) ? zone : 'UTC';
}

interface CookieReader {
  get(name: string): { value: string } | undefined;
}

const yearSeconds = 31_536_000;

function appearanceOf(theme?: string, contrast?: string, density?: string): Appearance {
  return {
    theme: oneOf(theme, ['light', 'dark', 'system']) ?? 'system',
    contrast: oneOf(contrast, ['more', 'normal']),
    density: oneOf(density, ['compact']),
  };
}

function write({ dataset }: HTMLElement, values: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete dataset[name];
    else dataset[name] = value;
  }
}

/** Without a value the cookie goes: the choice is the system's again. */
function keep(name: string, value: string | undefined): void {
  const life = value === undefined ? 0 : yearSeconds;
  document.cookie = `${name}=${value ?? ''}; path=/; max-age=${life}; samesite=lax`;
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
