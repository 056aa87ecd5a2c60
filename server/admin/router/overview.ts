import { overviewSchema, runningSchema } from '#lib/contract/admin/overview.ts';
import { operatorProcedure } from '#server/trpc/procedures.ts';
import { readOverview } from '../overview/read.ts';
import { running } from '../overview/running.ts';

/** How all of it does. */
export const overviewProcedures = {
  running: operatorProcedure.output(runningSchema).query(() => running()),

  overview: operatorProcedure.output(overviewSchema).query(({ ctx }) => readOverview(ctx.app)),
};
