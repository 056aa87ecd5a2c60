import { setTimeout as sleep } from 'node:timers/promises';
import type { WireEvent } from '#lib/contract/events.ts';
import { must } from '#lib/std/must.ts';
import { say, type Company } from '../company.ts';
import type { NodeProcess } from '../node.ts';
import type { Proxy } from '../proxy.ts';

/** Who listens to what the others are told, while that is measured. */
export interface Delays {
  told: ((event: WireEvent) => void) | null;
}

interface Rounds {
  node: NodeProcess;
  company: Company;
  delays: Delays;
  proxy: Proxy;
  rounds: number;
}

const pauseMs = 40;
const messagesPerRound = 100;

/** Rounds with and without, in turns, so that what else the machine does falls upon both. */
export async function ratioOfP99(stage: Rounds): Promise<string> {
  const ratios: number[] = [];
  for (let n = 0; n < stage.rounds; n++) {
    stage.proxy.stall();
    const withIt = await p99Of(stage);
    stage.proxy.stall(false);
    ratios.push(withIt / (await p99Of(stage)));
  }
  const sorted = ratios.toSorted((a, b) => a - b);
  const at = (share: number) => must(sorted[Math.floor(share * (sorted.length - 1))], 'a ratio').toFixed(2);
  return `median ${at(0.5)}, of ${sorted.length} pairs from ${at(0)} to ${at(1)}`;
}

async function p99Of({ node, company, delays }: Rounds): Promise<number> {
  const found: number[] = [];
  delays.told = (event) => {
    if (event.event !== 'message.created') return;
    const [block] = event.payload.content;
    if (block?.type === 'text') found.push(Date.now() - Number(block.text));
  };
  const [person, room] = [must(company.people[0], 'a colleague'), must(company.rooms[0], 'the room')];
  for (let n = 0; n < messagesPerRound; n++) {
    await Promise.all([say(() => node.origin, person, room, { text: String(Date.now()) }), sleep(pauseMs)]);
  }
  delays.told = null;
  const sorted = found.toSorted((a, b) => a - b);
  return Math.max(1, must(sorted[Math.floor(0.99 * sorted.length)], 'a delay'));
}
