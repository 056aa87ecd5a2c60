import { setTimeout as sleep } from 'node:timers/promises';
import { nowMs } from './child.ts';

/** What both servers of a comparison understand. */
export type ServerOrder =
  | { kind: 'where' }
  | { kind: 'tickets'; count: number }
  /** So many events that are in memory, to everybody, one turn of the loop after the other. */
  | { kind: 'tell'; times: number }
  /** So many rows into the log, told to nobody yet. */
  | { kind: 'append'; times: number }
  /** What was appended, to everybody. */
  | { kind: 'burst'; times: number }
  /** One row and one event at a time, at a steady pace. */
  | { kind: 'paced'; times: number; everyMs: number }
  | { kind: 'cpu' }
  | { kind: 'memory' };

export interface Begun {
  startMs: number;
  cpu: NodeJS.CpuUsage;
}

export interface Memory {
  rss: number;
  heap: number;
}

export async function timed(work: () => Promise<void>): Promise<Begun> {
  const begun = { cpu: process.cpuUsage(), startMs: nowMs() };
  await work();
  return begun;
}

export async function pacedStarts(
  { times, everyMs }: { times: number; everyMs: number },
  work: () => Promise<void>,
): Promise<number[]> {
  const startsMs: number[] = [];
  for (let n = 0; n < times; n++) {
    startsMs.push(nowMs());
    await Promise.all([work(), sleep(everyMs)]);
  }
  return startsMs;
}

/** After everything that is only waiting to be collected has been. */
export async function memoryNow(): Promise<Memory> {
  for (let n = 0; n < 3; n++) {
    globalThis.gc?.();
    await sleep(100);
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heap: heapUsed + external };
}
