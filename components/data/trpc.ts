import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '#server/trpc/root.ts';
import { callProcedure } from './call-procedure.ts';

/**
 * Typed by the router, and nothing more than its address when it runs: `trpcClient.messages.send.mutate(input)` asks
 * `/api/trpc/messages.send`. tRPC's own client would be a fifth of the code that is ours on the first page, for batches,
 * links and sockets that nothing here uses.
 */
export const trpcClient = pathTo([]) as TRPCClient<AppRouter>;

function pathTo(names: readonly string[]): unknown {
  return new Proxy(call, {
    get: (_target, name) => (typeof name === 'string' && name !== 'then' ? pathTo([...names, name]) : undefined),
    apply: (_target, _self, [input, options]: Parameters<typeof call>) => callPath(names, input, options),
  });
}

/** What a proxy can call has to be a function. It never runs. */
function call(_input: unknown, _options?: { signal?: AbortSignal }): void {}

function callPath(names: readonly string[], input: unknown, options: { signal?: AbortSignal } = {}): Promise<unknown> {
  const kind = names.at(-1) === 'query' ? 'query' : 'mutation';
  return callProcedure(names.slice(0, -1).join('.'), { kind, input, ...options });
}
