import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { chartOf } from './chart.ts';
import { figuresFolder, formatted, readPublished, resultsFolder, writePublished } from './published.ts';
import { withFigures } from './table.ts';

export const pageFile = 'docs/PERFORMANCE.md';
export const chartFile = `${figuresFolder}/performance.svg`;

/** What was measured here goes into docs, beside what was measured before, and with it the table and the chart. */
export async function publish(): Promise<void> {
  if (existsSync(resultsFolder)) {
    for (const result of readPublished(resultsFolder)) await writePublished(figuresFolder, result);
  }
  const { page, chart } = await regenerated();
  writeFileSync(pageFile, page);
  writeFileSync(chartFile, chart);
}

/** The page and the chart as the files in docs/figures say. */
export async function regenerated(): Promise<{ page: string; chart: string }> {
  const all = readPublished(figuresFolder);
  const page = await formatted(withFigures(readFileSync(pageFile, 'utf8'), all), pageFile);
  return { page, chart: chartOf(all) };
}
