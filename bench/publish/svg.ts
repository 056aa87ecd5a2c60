export const width = 960;
export const margin = 24;

interface Place {
  x: number;
  y: number;
  kind?: 'head' | 'section' | 'meta';
  anchor?: 'start' | 'middle' | 'end';
}

export function text(words: string, { x, y, kind, anchor = 'start' }: Place): string {
  const looks = kind === undefined ? '' : ` class="${kind}"`;
  const side = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${near(x)}" y="${near(y)}"${looks}${side}>${escaped(words)}</text>`;
}

export function line(kind: string, from: { x: number; y: number }, to: { x: number; y: number }): string {
  return `<line class="${kind}" x1="${near(from.x)}" y1="${near(from.y)}" x2="${near(to.x)}" y2="${near(to.y)}"/>`;
}

export function path(kind: string, points: readonly { x: number; y: number }[]): string {
  return `<path class="${kind}" d="${points.map(({ x, y }, n) => `${n === 0 ? 'M' : 'L'}${near(x)} ${near(y)}`).join('')}"/>`;
}

export function dot(kind: 'there' | 'not', { x, y }: { x: number; y: number }): string {
  return `<circle class="${kind}" cx="${near(x)}" cy="${near(y)}" r="4"/>`;
}

/** From values to places, both ends included, as much apart as their ratios are. What lies beyond an end is drawn at it. */
export function logScale([from, to]: [number, number], [left, right]: [number, number]): (value: number) => number {
  const whole = Math.log(to / from);
  return (value) => left + (right - left) * Math.min(1, Math.max(0, Math.log(value / from) / whole));
}

/** A tenth of a point is as far as anybody sees. */
function near(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
