/** The colours that the table below names, as a browser computes them. Written out: the proof doesn't read what it proves. */
export const tokens = {
  light: {
    desk: 'oklch(0.962 0.005 265)',
    paper: 'oklch(0.995 0.001 265)',
    slip: 'oklch(0.966 0.006 265)',
    selected: 'oklch(0.91 0.01 265)',
    line: 'oklch(0.905 0.008 265)',
    'line-strong': 'oklch(0.595 0.018 265)',
    ink: 'oklch(0.235 0.028 265)',
    'ink-2': 'oklch(0.4 0.024 265)',
    'ink-3': 'oklch(0.488 0.02 265)',
    fill: 'oklch(0.27 0.03 265)',
    'on-fill': 'oklch(0.99 0.001 265)',
    signal: 'oklch(0.868 0.174 92)',
    'on-signal': 'oklch(0.235 0.028 265)',
    danger: 'oklch(0.5 0.19 26)',
    ok: 'oklch(0.47 0.11 155)',
    none: 'rgba(0, 0, 0, 0)',
  },
  dark: {
    desk: 'oklch(0.178 0.014 265)',
    paper: 'oklch(0.212 0.015 265)',
    slip: 'oklch(0.254 0.018 265)',
    selected: 'oklch(0.312 0.021 265)',
    line: 'oklch(0.318 0.018 265)',
    'line-strong': 'oklch(0.6 0.018 265)',
    ink: 'oklch(0.935 0.006 265)',
    'ink-2': 'oklch(0.8 0.01 265)',
    'ink-3': 'oklch(0.705 0.014 265)',
    fill: 'oklch(0.92 0.008 265)',
    'on-fill': 'oklch(0.212 0.02 265)',
    signal: 'oklch(0.85 0.165 92)',
    'on-signal': 'oklch(0.212 0.024 265)',
    danger: 'oklch(0.745 0.145 24)',
    ok: 'oklch(0.79 0.125 155)',
    none: 'rgba(0, 0, 0, 0)',
  },
} as const;

export type Theme = keyof typeof tokens;
export type Token = keyof (typeof tokens)['light'];
