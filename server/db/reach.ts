import type { Sql } from './client.ts';

/** So long an answer holds: whoever asks about health, and however often, costs one statement a second. */
const holdsMs = 1_000;
/** A database that says nothing for so long serves nobody. */
const patienceMs = 2_000;

export interface Reach {
  /** Whether the database answers now, or did a second ago. */
  isThere(): Promise<boolean>;
}

/** Asks over a connection that nothing else uses: behind the queue of a busy moment, busy would look like gone. */
export function createReach(sql: Sql): Reach {
  let asked: Promise<boolean> | null = null;
  let askedMs = -Infinity;
  return {
    isThere: () => {
      const nowMs = performance.now();
      if (asked === null || nowMs - askedMs > holdsMs) {
        askedMs = nowMs;
        asked = answers(sql);
      }
      return asked;
    },
  };
}

async function answers(sql: Sql): Promise<boolean> {
  const silence = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => silence.resolve(false), patienceMs);
  const answer = sql`select 1`.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answer, silence.promise]);
  } finally {
    clearTimeout(timer);
  }
}
