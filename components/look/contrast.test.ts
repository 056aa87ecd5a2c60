import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { must } from '#lib/std/must.ts';

/** WCAG 2.2 contrast of every pair of text or edge and ground, in all four themes, read from the tokens themselves. */
const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');

type Theme = Record<string, string>;

function block(selector: string): Theme {
  const theme: Theme = {};
  for (const [, head = '', body = ''] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (head.trim() !== selector) continue;
    for (const [, name = '', value = ''] of body.matchAll(/--([\w-]+):\s*([^;]+);/g)) theme[name] = value.trim();
  }
  return theme;
}

const light = block(':root');
const dark = block('[data-theme="dark"]');
const more = block('[data-contrast="more"]');
const darkMore = block('[data-theme="dark"][data-contrast="more"]');
const themes: Record<string, Theme> = {
  light,
  dark: { ...light, ...dark },
  'high contrast light': { ...light, ...more },
  'high contrast dark': { ...light, ...dark, ...more, ...darkMore },
};

function linearRgb(oklch: string): number[] {
  const parts = must(/oklch\(([^)/]+)/.exec(oklch)?.[1], `a colour: ${oklch}`)
    .trim()
    .split(/\s+/)
    .map(Number);
  const [L = 0, chroma = 0, hue = 0] = parts;
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** Through 8 bits a channel and back: what a screen shows, not what was asked for. */
function asShown(value: number): number {
  const clipped = Math.min(1, Math.max(0, value));
  const gamma = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  const rounded = Math.round(gamma * 255) / 255;
  return rounded <= 0.04045 ? rounded / 12.92 : ((rounded + 0.055) / 1.055) ** 2.4;
}

function luminance(theme: Theme, name: string): number {
  const value = must(theme[name], `a token --${name}`);
  const alias = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  if (alias !== undefined) return luminance(theme, alias);
  const [r = 0, g = 0, b = 0] = linearRgb(value).map(asShown);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** `a|b` is a line of two colours: the better one is what is seen. */
function ratio(theme: Theme, front: string, ground: string): number {
  return Math.max(
    ...front.split('|').map((name) => {
      const [bright = 0, faint = 0] = [luminance(theme, name), luminance(theme, ground)].toSorted((x, y) => y - x);
      return (bright + 0.05) / (faint + 0.05);
    }),
  );
}

const grounds = ['desk', 'paper', 'slip', 'sunken', 'raised', 'hover', 'selected'];
const text = 4.5;
const edge = 3;

type Pair = [front: string, ground: string, floor: number];
const cross = (fronts: string[], on: string[], floor: number): Pair[] =>
  on.flatMap((ground) => fronts.map((front): Pair => [front, ground, floor]));

const pairs: Pair[] = [
  ...cross(['ink', 'ink-2', 'ink-3'], grounds, text),
  ...cross(['danger', 'ok'], ['desk', 'paper', 'slip', 'sunken', 'raised', 'hover'], text),
  ...cross(['danger', 'ink'], ['danger-wash'], text),
  ...cross(['ok', 'ink'], ['ok-wash'], text),
  ...cross(['ink', 'ink-2'], ['signal-wash'], text),
  ...cross(['on-fill'], ['fill', 'fill-hover'], text),
  ...cross(['on-signal'], ['signal', 'signal-hover'], text),
  ...cross(['on-danger'], ['danger-fill'], text),
  ...cross(['code-text', 'code-keyword', 'code-string', 'code-number', 'code-comment'], ['sunken', 'paper'], text),
  ...cross(['line-strong', 'fill'], grounds, edge),
  ...cross(['signal-edge'], ['desk', 'paper', 'slip', 'raised'], edge),
  ['focus', 'focus-halo', edge],
  ...cross(['focus|focus-halo'], [...grounds, 'signal', 'fill'], edge),
];

describe('the tokens', () => {
  it.each(Object.entries(themes))('keep every one of 82 pairs above its floor: %s', (_name, theme) => {
    expect(pairs).toHaveLength(82);
    const under = pairs.filter(([front, ground, floor]) => ratio(theme, front, ground) < floor);
    expect(under).toEqual([]);
  });

  it('are the same whether the system or the person asks for contrast', () => {
    expect(block(':root:not([data-contrast="normal"]):not([data-theme="dark"])')).toEqual(more);
    expect(block(':root[data-theme="dark"]:not([data-contrast="normal"])')).toEqual(darkMore);
  });
});
