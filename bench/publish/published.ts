import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import prettier from 'prettier';
import type { Row } from '../figures.ts';

/** What one benchmark measured, and on what. */
export interface Published {
  bench: string;
  /** The day, in UTC. */
  date: string;
  /** Few rounds: it shows that it works, and no more. */
  isShort: boolean;
  machine: { node: string; cpu: string; cores: number; memoryGB: number };
  rows: Row[];
}

/** Working output of this machine; what is published is copied from it. */
export const resultsFolder = 'bench/results';
export const figuresFolder = 'docs/figures';

export function publishedNow(bench: string, rows: Row[], { isShort }: { isShort: boolean }): Published {
  const machine = {
    node: process.versions.node,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 2 ** 30),
  };
  return { bench, date: new Date().toISOString().slice(0, 10), isShort, machine, rows };
}

/** By name, all that lie there. */
export function readPublished(folder: string): Published[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Published);
}

export async function writePublished(folder: string, published: Published): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${published.bench}.json`);
  writeFileSync(file, await formatted(JSON.stringify(published, fewDigits), file));
}

/** As `npm run check` wants it. */
export async function formatted(text: string, file: string): Promise<string> {
  return prettier.format(text, { ...(await prettier.resolveConfig(file)), filepath: file });
}

/** More than five say nothing, and change each time. */
function fewDigits(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
}
