import { runningSchema } from '#lib/contract/admin/overview.ts';
import { operatorProcedure } from '#server/trpc/procedures.ts';
import { running } from '../overview/running.ts';

/** How all of it does. */
export const overviewProcedures = {
  running: operatorProcedure.output(runningSchema).query(() => running()),
};
