/** A shape of a flag on a 20 × 20 grid; `half` is the second tone of the one ink, `hole` makes overlaps paper. */
interface FlagShape {
  d: string;
  half?: true;
  hole?: true;
}

/**
 * The International Code of Signals, A to Z, in two tones of one ink. Q is missing on purpose: a plain yellow field is the
 * signal for "permission asked", never a name.
 */
export const flagPaths: Readonly<Record<string, readonly FlagShape[]>> = {
  A: [{ d: 'M10 0h10l-5 10 5 10H10z' }],
  B: [{ d: 'M0 0h20l-5 10 5 10H0z' }],
  C: [{ d: 'M0 0h20v4h-20z' }, { d: 'M0 16h20v4h-20z' }, { d: 'M0 8h20v4h-20z', half: true }],
  D: [{ d: 'M0 5h20v10h-20z' }],
  E: [{ d: 'M0 0h20v10h-20z' }, { d: 'M0 10h20v10h-20z', half: true }],
  F: [{ d: 'M10 2l8 8-8 8-8-8z' }],
  G: [{ d: 'M3 0h4v20h-4z' }, { d: 'M10 0h4v20h-4z' }, { d: 'M17 0h3v20h-3z' }],
  H: [{ d: 'M10 0h10v20h-10z' }],
  I: [{ d: 'M5 10a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z' }],
  J: [{ d: 'M0 0h20v7h-20z' }, { d: 'M0 13h20v7h-20z' }],
  K: [{ d: 'M10 0h10v20h-10z' }, { d: 'M0 0h10v20h-10z', half: true }],
  L: [{ d: 'M10 0h10v10h-10z' }, { d: 'M0 10h10v10h-10z' }],
  M: [{ d: 'M0 0h20v20H0z M3 1.5L1.5 3l7 7-7 7L3 18.5l7-7 7 7 1.5-1.5-7-7 7-7L17 1.5l-7 7z', hole: true }],
  N: [
    { d: 'M0 0h5v5h-5zM10 0h5v5h-5zM5 5h5v5h-5zM15 5h5v5h-5zM0 10h5v5h-5zM10 10h5v5h-5zM5 15h5v5h-5zM15 15h5v5h-5z' },
  ],
  O: [{ d: 'M0 0v20h20z' }],
  P: [{ d: 'M0 0h20v20H0zM6 6v8h8V6z', hole: true }],
  R: [{ d: 'M0 0h20v20H0z M8 2h4v6h6v4h-6v6H8v-6H2V8h6z', hole: true }],
  S: [{ d: 'M6 6h8v8h-8z' }],
  T: [{ d: 'M0 0h7v20h-7z' }, { d: 'M13 0h7v20h-7z', half: true }],
  U: [{ d: 'M0 0h10v10h-10z' }, { d: 'M10 10h10v10h-10z' }],
  V: [{ d: 'M0 0h3l7 7 7-7h3v3l-7 7 7 7v3h-3l-7-7-7 7H0v-3l7-7-7-7z' }],
  W: [{ d: 'M0 0h20v20H0zM4 4v12h12V4z', hole: true }, { d: 'M7.5 7.5h5v5h-5z' }],
  X: [{ d: 'M7.5 0h5v20h-5z' }, { d: 'M0 7.5h20v5h-20z' }],
  Y: [{ d: 'M0 0h5L0 5zM10 0h5L0 15v-5zM20 0v5L5 20H0zM20 10v5l-5 5h-5z' }],
  Z: [{ d: 'M0 0l10 10L0 20z' }, { d: 'M20 0L10 10l10 10z', half: true }],
};
