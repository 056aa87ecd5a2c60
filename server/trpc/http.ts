import { ZodError } from 'zod';
import { callTRPCProcedure, getErrorShape, getTRPCErrorFromUnknown } from '@trpc/server';
import type { Call, Reply } from '../rest/route.ts';
import { readJson, refuseUnstorable } from '../rest/body.ts';
import { Fault, invalidInput, logFault, toFault } from '../errors.ts';
import type { CallContext } from './context.ts';
import { appRouter } from './root.ts';

/**
 * One call a request, straight into the router. tRPC's own adapter builds a fetch Request and Response around each call,
 * which costs several times what the call itself does.
 */
export async function answerTrpc(call: Call, path: string): Promise<Reply> {
  const ctx: CallContext = {
    app: call.app,
    principal: await call.user(),
    visitor: call.visitor,
    requestId: call.requestId,
  };
  const type = call.method === 'GET' ? 'query' : 'mutation';
  try {
    const input = type === 'query' ? readQuery(call.url) : await readJson(call.req);
    const data = await callTRPCProcedure({
      router: appRouter,
      path,
      type,
      ctx,
      getRawInput: async () => input,
      signal: undefined,
      batchIndex: 0,
    });
    return { status: 200, body: { result: { data } } };
  } catch (thrown) {
    const error = getTRPCErrorFromUnknown(faultOf(thrown));
    const fault = toFault(error);
    logFault(call.log, fault);
    const shape = getErrorShape({ config: appRouter._def._config, error, type, path, input: undefined, ctx });
    return { status: fault.status, body: { error: shape }, retryAfterSeconds: fault.retryAfterSeconds };
  }
}

function readQuery(url: URL): unknown {
  const text = url.searchParams.get('input');
  if (text === null) return undefined;
  try {
    return refuseUnstorable(JSON.parse(text));
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('invalid_json', "The input isn't JSON.", { cause: error });
  }
}

/** tRPC's own bad input, "no such procedure" and "wrong method" get our codes and sentences. */
function faultOf(thrown: unknown): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
  if (code === 'NOT_FOUND') return new Fault('not_found', 'There is no such procedure.', { cause: thrown });
  if (code === 'BAD_REQUEST' && thrown instanceof Error && thrown.cause instanceof ZodError) {
    return invalidInput(thrown.cause);
  }
  if (code === 'METHOD_NOT_SUPPORTED') {
    return new Fault('method_not_allowed', 'Queries are read with GET, mutations sent with POST.', { cause: thrown });
  }
  return thrown;
}
