import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '#lib/std/must.ts';
import { ask } from '#server/testing/ask.ts';
import type { Company } from '../company.ts';

const atOnce = 4;
const pauseMs = 50;

/** People who read conversations over HTTP while the storm goes on, and how long each answer took, in milliseconds. */
export function knockUntil(origin: string, { people, rooms }: Company): { end(): Promise<number[]> } {
  const latencies: number[] = [];
  let goesOn = true;
  const knock = async (n: number) => {
    const { conversationId } = must(rooms[n % rooms.length], 'a room');
    const input = encodeURIComponent(JSON.stringify({ conversationId }));
    const { headers } = must(people[n % people.length], 'a colleague');
    while (goesOn) {
      const beganMs = performance.now();
      const { status, text } = await ask('GET', `${origin}/api/trpc/messages.list?input=${input}`, { headers });
      if (status !== 200) throw new Error(`somebody who reads was answered ${status}: ${text}`);
      latencies.push(performance.now() - beganMs);
      await sleep(pauseMs);
    }
  };
  const knocking = Promise.all(Array.from({ length: atOnce }, (_, n) => knock(n)));
  // Told when it is asked for, not before.
  knocking.catch(() => undefined);
  return {
    end: async () => {
      goesOn = false;
      await knocking;
      return latencies;
    },
  };
}
