import { initTRPC } from '@trpc/server';
import { toFault } from '../errors.ts';
import type { CallContext } from './context.ts';

const t = initTRPC.context<CallContext>().create({
  errorFormatter: ({ shape, error, ctx }) => {
    const fault = toFault(error.cause ?? error);
    return {
      code: shape.code,
      message: fault.message,
      data: {
        code: fault.code,
        httpStatus: fault.status,
        requestId: ctx?.requestId ?? null,
        issues: fault.issues ?? null,
        conflict: fault.conflict ?? null,
        resolved: fault.resolved ?? null,
      },
    };
  },
});

export const { router, procedure, createCallerFactory } = t;
