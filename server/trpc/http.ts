import { ZodError } from 'zod';
import { callTRPCProcedure, getErrorShape, getTRPCErrorFromUnknown, TRPCError } from '@trpc/server';
import type { Call, Reply } from '../rest/route.ts';
import { readJson, refuseAnnounced, refuseUnstorable } from '../rest/body.ts';
import { refusal } from '../rest/respond.ts';
import { Fault, invalidInput, logFault, toFault } from '../errors.ts';
import { userAgentOf } from '../user-agent.ts';
import type { CallContext } from './context.ts';
import { appRouter } from './root.ts';

/**
 * One call a request, straight into the router. tRPC's own adapter builds a fetch Request and Response around each call,
 * which costs several times what the call itself does.
 */
export async function answerTrpc(call: Call, path: string): Promise<Reply> {
  const { app, visitor, address, requestId } = call;
  const userAgent = userAgentOf(call.req.headers);
  const stranger: CallContext = { app, visitor, address, userAgent, requestId, principal: null };
  try {
    refuseAnnounced(call.req);
    const type = kindOf(path, call.method);
    const ctx = { ...stranger, principal: await call.user() };
    const input = type === 'query' ? readQuery(call.url) : await readJson(call.req);
    const asked = { router: appRouter, path, type, ctx, getRawInput: async () => input };
    return {
      status: 200,
      body: { result: { data: await callTRPCProcedure({ ...asked, signal: undefined, batchIndex: 0 }) } },
    };
  } catch (thrown) {
    const error = getTRPCErrorFromUnknown(faultOf(thrown));
    const fault = toFault(error);
    logFault(call.log, fault);
    const config = appRouter._def._config;
    const shape = getErrorShape({ config, error, path, type: 'unknown', input: undefined, ctx: stranger });
    return refusal(fault, { error: shape });
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

/** By full path. The record is flat when it runs, though its type follows the router's nesting. */
const kinds = new Map(
  Object.entries<object>(appRouter._def.procedures).map(([path, procedure]) => [path, kindOfProcedure(procedure)]),
);

function kindOfProcedure(procedure: object): unknown {
  return '_def' in procedure && procedure._def instanceof Object && 'type' in procedure._def
    ? procedure._def.type
    : null;
}

/** Queries are read, mutations are sent: known before the input is touched. */
function kindOf(path: string, method: string): 'query' | 'mutation' {
  const type = kinds.get(path);
  if (type !== 'query' && type !== 'mutation') throw new Fault('not_found', 'There is no such procedure.');
  if (method !== (type === 'query' ? 'GET' : 'POST')) {
    throw new Fault('method_not_allowed', 'Queries are read with GET, mutations sent with POST.');
  }
  return type;
}

/** tRPC wraps what a schema refused; only that of the input is the caller's mistake. */
function faultOf(thrown: unknown): unknown {
  const isInput = thrown instanceof TRPCError && thrown.code === 'BAD_REQUEST' && thrown.cause instanceof ZodError;
  return isInput ? invalidInput(thrown.cause) : thrown;
}
