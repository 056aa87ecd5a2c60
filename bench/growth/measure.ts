import { intervalOf, percentile } from '../figures.ts';
import { nowMs } from '../child.ts';
import type { AppContext } from '#server/app-context.ts';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { countStatements } from '#server/testing/statements.ts';
import { openExplained, type Explained } from './explained.ts';
import type { Operation } from './operation.ts';

/** Until functions and prepared statements have the plans that they keep. */
const warmUps = 8;
const rounds = 20;

export interface Cost {
  statements: number;
  buffers: number;
  medianMs: number;
  p95Ms: number;
}

/** What each costs now, in turns, so that what else the machine does falls upon all of them. */
export async function measure(
  app: AppContext,
  address: DatabaseAddress,
  operations: Operation[],
): Promise<Map<Operation, Cost>> {
  await using explained = openExplained(app, address);
  const found = operations.map((operation) => ({
    operation,
    statements: 0,
    buffers: [] as number[],
    ms: [] as number[],
  }));
  for (let round = -warmUps; round < rounds; round++) {
    for (const one of found) {
      const buffers = await buffersOf(app, explained, one.operation);
      const ms = await timeOf(app, one.operation);
      if (round < 0) continue;
      one.buffers.push(buffers);
      one.ms.push(ms);
    }
  }
  for (const one of found) one.statements = await statementsOf(app, one.operation);
  return new Map(
    found.map(({ operation, statements, buffers, ms }) => [
      operation,
      {
        statements,
        buffers: intervalOf(buffers).median,
        medianMs: intervalOf(ms).median,
        p95Ms: percentile(ms, 0.95),
      },
    ]),
  );
}

async function buffersOf(app: AppContext, explained: Explained, { prepare, run }: Operation): Promise<number> {
  await prepare?.(app);
  await run(explained.app);
  return explained.takeBuffers();
}

async function timeOf(app: AppContext, { prepare, run }: Operation): Promise<number> {
  await prepare?.(app);
  const startMs = nowMs();
  await run(app);
  return nowMs() - startMs;
}

async function statementsOf(app: AppContext, { prepare, run }: Operation): Promise<number> {
  await prepare?.(app);
  const counting = countStatements(app);
  await run(counting.app);
  return counting.take();
}
