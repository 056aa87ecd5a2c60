import { describe, expect, it } from 'vitest';
import { flagPaths } from './flag-paths.ts';

describe('the flags', () => {
  it('cover the alphabet without Q, which asks for permission and names nobody', () => {
    expect(Object.keys(flagPaths).join('')).toBe('ABCDEFGHIJKLMNOPRSTUVWXYZ');
  });

  it('are all different', () => {
    const drawn = Object.values(flagPaths).map((shapes) => JSON.stringify(shapes));
    expect(new Set(drawn).size).toBe(25);
  });
});
