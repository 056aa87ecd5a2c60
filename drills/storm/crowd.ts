import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { diesWithParent } from '#server/parent-death.mjs';
import type { Company } from '../company.ts';
import type { Losses } from '../ledger.ts';

/** By context. */
export type Heads = (readonly [string, number])[];

export interface CrowdPlace {
  origin: string;
  company: Company;
  sockets: number;
}

export type CrowdOrder =
  | ({ kind: 'arrive' } & CrowdPlace)
  | { kind: 'reach'; heads: Heads; sinceMs: number }
  | { kind: 'judge'; heads: Heads };

export interface CrowdVerdict extends Losses {
  connections: number;
  tickets: { asked: number; refused: number };
}

/** Clients in a process of their own, so that what they need is not taken from the server's time. */
export interface Crowd extends AsyncDisposable {
  /** Resolves when all are connected and follow. */
  arrive(): Promise<void>;
  /** How long after `sinceMs` each of those who did had everything up to these heads. */
  haveReached(wanted: { heads: Heads; sinceMs: number }): Promise<number[]>;
  judge(heads: Heads): Promise<CrowdVerdict>;
}

export async function startCrowd(place: CrowdPlace): Promise<Crowd> {
  const program = fileURLToPath(new URL('../processes/crowd.ts', import.meta.url));
  const [command, ...args] = [...diesWithParent('TERM'), process.execPath, program];
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const gone = once(child, 'exit').then(() => {
    throw new Error('the crowd has died');
  });
  gone.catch(() => undefined);
  const order = async (what: CrowdOrder): Promise<unknown> => {
    child.send(what);
    const [answer] = await Promise.race([once(child, 'message'), gone]);
    return answer as unknown;
  };
  return {
    arrive: async () => void (await order({ kind: 'arrive', ...place })),
    haveReached: async (wanted) => (await order({ kind: 'reach', ...wanted })) as number[],
    judge: async (heads) => (await order({ kind: 'judge', heads })) as CrowdVerdict,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await gone.catch(() => undefined);
    },
  };
}
