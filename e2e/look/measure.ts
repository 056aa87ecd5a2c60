import { expect, type Locator, type Page } from '@playwright/test';
import { tokens, type Theme, type Token } from './tokens.ts';

/** What a part has to look like. Only what is named is compared; colours are names of tokens. */
export interface Look {
  /** Weight, size/line and family: `500 13px/20px text`. */
  type?: string;
  color?: Token;
  ground?: Token;
  /** The colour of the border at this side. */
  top?: Token;
  right?: Token;
  bottom?: Token;
  left?: Token;
  padding?: string;
  radius?: string;
  width?: number;
  height?: number;
  /** Its left edge, from the window's. */
  x?: number;
}

export interface Part {
  name: string;
  find: (page: Page) => Locator;
  look: Look;
}

const colours = ['color', 'ground', 'top', 'right', 'bottom', 'left'] as const;

/** Compares every part and reports all that differ. Answers with how many properties were compared. */
export async function expectLook(page: Page, theme: Theme, parts: readonly Part[]): Promise<number> {
  let compared = 0;
  for (const { name, find, look } of parts) {
    const part = find(page).first();
    await part.waitFor({ state: 'attached' });
    const seen = await part.evaluate(measure);
    const keys = Object.keys(look) as (keyof Look)[];
    const wanted = Object.fromEntries(keys.map((key) => [key, resolve(look, key, theme)]));
    const got = Object.fromEntries(keys.map((key) => [key, seen[key]]));
    expect.soft(got, `${name}, ${theme}`).toEqual(wanted);
    compared += keys.length;
  }
  return compared;
}

function resolve(look: Look, key: keyof Look, theme: Theme): string | number | undefined {
  const colour = colours.find((candidate) => candidate === key);
  const token = colour === undefined ? undefined : look[colour];
  return token === undefined ? look[key] : tokens[theme][token];
}

/** Runs in the page. */
function measure(element: Element): Record<keyof Look, string | number> {
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const family = style.fontFamily.split(',')[0] ?? '';
  const edge = (width: string, colour: string) => (width === '0px' ? 'no border' : colour);
  return {
    type: `${style.fontWeight} ${style.fontSize}/${style.lineHeight} ${/Mono/.test(family) ? 'mono' : /Hyperlegible Next/.test(family) ? 'text' : family}`,
    color: style.color,
    ground: style.backgroundColor,
    top: edge(style.borderTopWidth, style.borderTopColor),
    right: edge(style.borderRightWidth, style.borderRightColor),
    bottom: edge(style.borderBottomWidth, style.borderBottomColor),
    left: edge(style.borderLeftWidth, style.borderLeftColor),
    padding: style.padding,
    radius: style.borderRadius,
    width: Math.round(box.width * 10) / 10,
    height: Math.round(box.height * 10) / 10,
    x: Math.round(box.x * 10) / 10,
  };
}
