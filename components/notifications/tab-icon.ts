/** The colours of the mark: they are the same in every theme. */
const yellow = '#fdce18';
const ink = '#181e2b';
const flag =
  'M5.2 3.5c3.6.3 5.6 2.9 5.6 6.4 0 4.2-2.5 7-6.3 8.1 1.9-1.9 2.7-3.7 2.7-5.7C4.7 12 3.2 10.4 3.2 7.9c0-2 .6-3.5 2-4.4z' +
  'M14.2 3.5c3.6.3 5.6 2.9 5.6 6.4 0 4.2-2.5 7-6.3 8.1 1.9-1.9 2.7-3.7 2.7-5.7-2.5-.3-4-1.9-4-4.4 0-2 .6-3.5 2-4.4z';

/** The mark with a square of ink at its corner: in it the number, if it can be read at sixteen pixels, else a dot. */
export function iconWith(total: number): string {
  const digits = String(total);
  const width = digits.length === 1 ? 16 : 22;
  const sign =
    digits.length <= 2
      ? `<rect x="${32 - width}" y="14" width="${width}" height="18" rx="3" fill="${ink}" stroke="${yellow}" stroke-width="2"/>` +
        `<text x="${32 - width / 2}" y="28" text-anchor="middle" font-family="sans-serif" font-size="${digits.length === 1 ? 16 : 14}" font-weight="700" fill="#fff">${digits}</text>`
      : `<circle cx="24" cy="24" r="8" fill="${ink}" stroke="${yellow}" stroke-width="2"/>`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="4" fill="${yellow}"/>` +
    `<path d="${flag}" fill="${ink}" transform="translate(4.5 5.5)"/>${sign}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
