import { describe, expect, it } from 'vitest';
import { fileSize } from './file-size.ts';
import { pictureBox } from './picture-box.ts';
import { secondsLeft } from './seconds-left.ts';

describe('pictureBox', () => {
  it('keeps the shape of a picture and never makes it larger than it is', () => {
    expect(pictureBox({ width: 300, height: 100 })).toEqual({ width: 300, height: 100 });
    expect(pictureBox({ width: 4_000, height: 2_000 })).toEqual({ width: 400, height: 200 });
  });

  it('gives a long picture and a pixel a place that can be seen and captioned', () => {
    expect(pictureBox({ width: 400, height: 40_000 })).toEqual({ width: 200, height: 320 });
    expect(pictureBox({ width: 1, height: 1 })).toEqual({ width: 200, height: 48 });
    expect(pictureBox({ width: 9_000, height: 1 })).toEqual({ width: 400, height: 48 });
  });
});

describe('fileSize', () => {
  it('says bytes, kilobytes and megabytes, each without a jump at its edge', () => {
    expect([1, 999, 1_000, 2_600, 999_499, 999_500, 26_214_400].map(fileSize)).toEqual([
      '1 B',
      '999 B',
      '1 kB',
      '3 kB',
      '999 kB',
      '1.0 MB',
      '26.2 MB',
    ]);
  });
});

describe('secondsLeft', () => {
  it('goes by the pace so far, and says nothing while that is a guess', () => {
    expect(secondsLeft({ loaded: 900, total: 1_000 }, 900)).toBeNull();
    expect(secondsLeft({ loaded: 0, total: 1_000 }, 2_000)).toBeNull();
    expect(secondsLeft({ loaded: 250, total: 1_000 }, 2_000)).toBe(6);
  });
});
