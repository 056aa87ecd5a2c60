import { router } from '../trpc/init.ts';
import { operationProcedures } from './router/operations.ts';
import { organizationProcedures } from './router/organizations.ts';
import { overviewProcedures } from './router/overview.ts';
import { peopleProcedures } from './router/people.ts';
import { sandboxProcedures } from './router/sandboxes.ts';

/** What operators see and do: metadata, and never what somebody said. Every change says why and leaves its line. */
export const adminRouter = router({
  ...overviewProcedures,
  ...sandboxProcedures,
  ...peopleProcedures,
  ...organizationProcedures,
  ...operationProcedures,
});
