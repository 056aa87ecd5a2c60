import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Row } from '../figures.ts';
import { judge } from './judge.ts';
import { chartFile, pageFile, regenerated } from './publish.ts';

test('the page and the chart in docs are what the figures in docs say', async () => {
  const { page, chart } = await regenerated();
  expect(readFileSync(pageFile, 'utf8'), 'npm run bench publish writes it again').toBe(page);
  expect(readFileSync(chartFile, 'utf8'), 'npm run bench publish draws it again').toBe(chart);
});

const row = (goal: Row['goal'], median: number): Row => ({
  what: 'something',
  ours: '',
  peer: '',
  ratio: '',
  goal,
  held: { median, low: median / 2, high: median * 2 },
});

test('a figure is at its goal on the goal’s own side, and says how many times as good it is', () => {
  expect(judge(row('>= 0.8', 1.6))).toEqual({ isAtGoal: true, better: { median: 2, low: 1, high: 4 } });
  expect(judge(row('>= 0.8', 0.4))).toMatchObject({ isAtGoal: false, better: { median: 0.5 } });
  expect(judge(row('<= 300', 150))).toEqual({ isAtGoal: true, better: { median: 2, low: 1, high: 4 } });
  expect(judge(row('<= 300', 600))).toMatchObject({ isAtGoal: false, better: { median: 0.5 } });
  expect(judge(row('<= 0', 0))).toEqual({ isAtGoal: true, better: null });
  expect(judge(row('', 1))).toBeNull();
});

test('a goal that nothing is held against is refused, not passed over', () => {
  expect(() => judge({ ...row('>= 1.0', 1), held: null })).toThrow('no numbers');
});
