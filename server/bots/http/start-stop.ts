import type { AuditAction } from '#lib/contract/audit.ts';
import { sandboxInputSchema, sandboxSchema, type Sandbox } from '#lib/contract/sandboxes.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { parseInput } from '#server/errors.ts';
import { audited } from '#server/rest/audited.ts';
import { readJson } from '#server/rest/body.ts';
import { ok, type Route } from '#server/rest/route.ts';
import { restartSandbox, startSandbox } from '#server/sandboxes/start.ts';
import { stopSandbox } from '#server/sandboxes/stop.ts';

type Act = (app: AppContext, principal: UserPrincipal, sandboxId: string) => Promise<Sandbox>;

const acts: [verb: string, action: AuditAction, says: string, act: Act][] = [
  ['start', 'sandbox.started', 'Starts an agent that was stopped.', startSandbox],
  [
    'stop',
    'sandbox.stopped',
    'Stops an agent: until it is started again it hears and says nothing, and what is written waits.',
    stopSandbox,
  ],
  ['restart', 'sandbox.restarted', 'Ends the agent that comes with the box and begins it again.', restartSandbox],
];

export const startStopRoutes = acts.map(([verb, action, says, act]): Route => ({
  method: 'POST',
  path: `/v1/sandboxes/:sandboxId/${verb}`,
  api: { says, input: sandboxInputSchema, output: sandboxSchema },
  access: 'user',
  handle: async (call, principal) => {
    // It says nothing, but what can't be stored is refused here as everywhere.
    await readJson(call.req);
    const { sandboxId } = parseInput(sandboxInputSchema, call.params);
    return ok(
      await audited(call, principal, { action, input: { sandboxId } }, () => act(call.app, principal, sandboxId)),
    );
  },
}));
