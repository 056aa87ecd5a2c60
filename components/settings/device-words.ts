import { pageText } from '#components/text/page-text.ts';

export interface Device {
  words: string;
  kind: 'desk' | 'phone' | 'tablet' | 'program';
}

/** The first that matches: browsers name those they descend from, so a descendant stands before its ancestor. */
const browsers = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Vivaldi', /\bVivaldi\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Headless)?(Chrome|CriOS|Chromium)\//],
  ['Safari', /\bVersion\/[\d.]+ .*Safari\//],
] as const;

const systems = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b|\bMacintosh\b/],
  ['Linux', /\bLinux\b|\bX11\b/],
] as const;

/**
 * What a user agent says of itself, in two words. It can say anything, so this helps to recognise a device of one's own and
 * proves nothing. No versions: browsers have frozen them.
 */
export function deviceOf(userAgent: string | null): Device {
  const agent = userAgent ?? '';
  const browser = browsers.find(([, pattern]) => pattern.test(agent))?.[0];
  const system = systems.find(([, pattern]) => pattern.test(agent))?.[0];
  const kind = kindOf(agent, system);
  if (browser !== undefined && system !== undefined) return { words: pageText.devices.on(browser, system), kind };
  return { words: browser ?? system ?? programOf(agent) ?? pageText.devices.unknown, kind };
}

/** A program that is no browser puts its own name first: "curl/8.5.0". */
function programOf(agent: string): string | undefined {
  return /^(?!Mozilla)([A-Za-z][\w.-]{1,30})(\/|\s|$)/.exec(agent)?.[1];
}

function kindOf(agent: string, system: string | undefined): Device['kind'] {
  if (system === 'iPad' || (system === 'Android' && !/\bMobile\b/.test(agent))) return 'tablet';
  if (system === 'iPhone' || system === 'Android') return 'phone';
  return system === undefined ? 'program' : 'desk';
}
