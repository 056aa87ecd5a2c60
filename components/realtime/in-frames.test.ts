import { afterEach, expect, test, vi } from 'vitest';
import { inFrames } from './in-frames.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Frames that are drawn when the test says so, and a time that doesn't pass. */
function page() {
  vi.useFakeTimers();
  const frames = new Map<number, () => void>();
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.set(frames.size + 1, run).size);
  vi.stubGlobal('cancelAnimationFrame', (id: number) => frames.delete(id));
  return () => {
    const due = [...frames.values()];
    frames.clear();
    for (const run of due) run();
  };
}

test('the first is handed over at once, and all that follows within a frame together, in order and once', () => {
  const draw = page();
  const handed: number[][] = [];
  const events = inFrames<number>((all) => handed.push([...all]));
  for (const one of [1, 2, 3]) events.add(one);
  expect(handed).toEqual([[1]]);
  draw();
  events.add(4);
  expect(handed).toEqual([[1], [2, 3]]);
  draw();
  draw();
  events.add(5);
  expect(handed).toEqual([[1], [2, 3], [4], [5]]);
});

test('a page that draws no frames hears of it all the same, and nothing waits beyond a flush', () => {
  page();
  const handed: number[][] = [];
  const events = inFrames<number>((all) => handed.push([...all]));
  for (const one of [1, 2]) events.add(one);
  vi.runAllTimers();
  expect(handed).toEqual([[1], [2]]);
  for (const one of [3, 4]) events.add(one);
  events.flush();
  expect(handed).toEqual([[1], [2], [3], [4]]);
  vi.runAllTimers();
  expect(handed).toHaveLength(4);
});
